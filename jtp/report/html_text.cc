// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/html_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace jtp {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// The length of the first UTF-8 character of `text` in bytes; 0 if it is invalid (not the shortest form, a
// surrogate, above U+10FFFF).
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  std::uint32_t code = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    code = code << 6 | (byte(i) & 0x3F);
  }
  const std::uint32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  return code >= least && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) ? length : 0;
}

std::string_view escaped(std::string_view character) {
  switch (character[0]) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    case '\t':
    case '\n':
      return character;
    default: {
      const auto byte = static_cast<unsigned char>(character[0]);
      return byte < 0x20 || byte == 0x7F ? kReplacement : character;
    }
  }
}

// 1234567.8 -> 1,234,567.8
void add_separators(std::string& digits) {
  const std::size_t begin = digits.starts_with('-') ? 1 : 0;
  std::size_t at = std::min(digits.find('.'), digits.size());
  while (at > begin + 3) digits.insert(at -= 3, ",");
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    out += length == 0 ? kReplacement : escaped(text.substr(0, length));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

std::string format_number(double value, int digits) {
  if (!std::isfinite(value)) return "–";
  std::string text = fmt::format("{:.{}f}", value, digits);
  if (text.find_first_not_of("-0.") == std::string::npos && text.starts_with('-')) text.erase(0, 1);
  add_separators(text);
  return text;
}

std::string format_number(double value) {
  constexpr int kSignificant = 4;
  const double magnitude = std::fabs(value);
  if (!std::isfinite(value) || magnitude >= 1000 || value == std::floor(value)) {
    return magnitude < 1e15 || !std::isfinite(value) ? format_number(value, 0) : fmt::format("{:.3e}", value);
  }
  if (magnitude < 1e-4) return fmt::format("{:.2e}", value);
  return format_number(value, kSignificant - 1 - static_cast<int>(std::floor(std::log10(magnitude))));
}

}  // namespace jtp
