// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace jtp {

inline constexpr std::string_view kWhiteSpace = " \t\r\n\v\f";

// `text` without leading and trailing white space.
std::string_view trimmed(std::string_view text);

// `text` trimmed, with each inner run of white space replaced by one underscore.
std::string underscored(std::string_view text);

// ASCII letters in lower case; all other bytes are unchanged. Unlike tolower(), it does not depend on the
// locale.
constexpr char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lower_case(std::string_view text);

// A number with its noun: counted(1, "picture") is "1 picture", counted(2, "picture") "2 pictures". The
// plural is `plural`, or `singular` with an "s".
std::string counted(std::int64_t n, std::string_view singular, std::string_view plural = {});

}  // namespace jtp
