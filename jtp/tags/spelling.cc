// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/spelling.h"

#include <algorithm>

#include "jtp/base/text.h"

namespace jtp {
namespace {

// Bytes beyond ASCII count as letters: in UTF-8 they are parts of letters. Independent of the locale, unlike
// isalnum().
bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

// Whether the underscore at `i` is between two words.
bool separates_words(std::string_view name, std::size_t i) {
  return i > 0 && i + 1 < name.size() && name[i - 1] != '_' && name[i + 1] != '_';
}

}  // namespace

bool is_kaomoji(std::string_view name) {
  const std::size_t middle = name.find('_');
  if (middle == std::string_view::npos || middle != name.rfind('_')) return false;
  const std::string_view left = name.substr(0, middle);
  const std::string_view right = name.substr(middle + 1);
  return std::count_if(left.begin(), left.end(), is_letter_or_digit) <= 1 &&
         std::count_if(right.begin(), right.end(), is_letter_or_digit) <= 1;
}

std::string spell(std::string_view name, const Spelling& spelling) {
  const bool spaces = spelling.separator == WordSeparator::kSpace && !is_kaomoji(name);
  const bool escapes = spelling.parentheses == Parentheses::kEscaped;
  std::string spelled;
  spelled.reserve(name.size() + 4);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (escapes && (c == '(' || c == ')')) spelled += '\\';
    spelled += spaces && c == '_' && separates_words(name, i) ? ' ' : c;
  }
  return spelled;
}

std::string canonical_tag(std::string_view text) {
  std::string result = underscored(text);
  std::size_t kept = 0;
  for (const char c : result) {
    // Remove every backslash before a parenthesis, so that escaping never makes a new tag.
    while ((c == '(' || c == ')') && kept > 0 && result[kept - 1] == '\\') --kept;
    result[kept++] = lower_case(c);
  }
  result.resize(kept);
  return result;
}

}  // namespace jtp
