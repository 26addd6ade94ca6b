// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jtp {

// Text escaped for HTML and SVG, both in elements and in quoted attributes. Control characters, which are not
// allowed there, and bytes that are not UTF-8 become U+FFFD.
std::string escape_html(std::string_view text);

// A number for people, with `digits` decimal places; "–" if it is not finite.
std::string format_number(double value, int digits);

// With a suitable number of digits: about four significant ones; large numbers as 12,345.
std::string format_number(double value);

}  // namespace jtp
