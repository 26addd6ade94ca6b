// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jtp {

inline constexpr std::string_view kWhiteSpace = " \t\r\n\v\f";

// `text` without white space at its ends.
std::string_view trimmed(std::string_view text);

// `text` trimmed, with one underscore for each run of white space inside it.
std::string underscored(std::string_view text);

// ASCII letters in lower case, every other byte as it is. Unlike tolower(), independent of the locale.
constexpr char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lower_case(std::string_view text);

}  // namespace jtp
