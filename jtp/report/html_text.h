// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jtp {

// Text as it may stand in HTML and SVG, in elements and in quoted attributes. Control characters, which
// neither may hold, and bytes that are not UTF-8 become U+FFFD.
std::string escape_html(std::string_view text);

// A number for people: `digits` behind the point, "–" for what is not finite.
std::string format_number(double value, int digits);

// As many digits as tell it apart: about four significant ones, 12,345 for large ones.
std::string format_number(double value);

}  // namespace jtp
