// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/tag_pattern.h"

#include <algorithm>

#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

std::size_t character_bytes(std::string_view text) {  // of the first UTF-8 character; text is not empty
  std::size_t n = 1;
  while (n < text.size() && (text[n] & 0xC0) == 0x80) ++n;
  return n;
}

// Backtracks to the last star only, so the time is at most the product of the lengths.
bool covers(std::string_view pattern, std::string_view text) {
  std::string_view after_star;
  std::string_view retry;
  bool has_star = false;
  while (!text.empty()) {
    if (!pattern.empty() && pattern[0] == '*') {
      pattern.remove_prefix(1);
      after_star = pattern;
      retry = text;
      has_star = true;
    } else if (!pattern.empty() && pattern[0] == '?') {
      pattern.remove_prefix(1);
      text.remove_prefix(character_bytes(text));
    } else if (!pattern.empty() && pattern[0] == text[0]) {
      pattern.remove_prefix(1);
      text.remove_prefix(1);
    } else if (has_star) {
      retry.remove_prefix(1);
      text = retry;
      pattern = after_star;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*') == std::string_view::npos;
}

}  // namespace

TagPatterns::TagPatterns(const std::vector<std::string>& patterns) {
  for (const std::string& pattern : patterns) patterns_.push_back(canonical_tag(pattern));
}

bool TagPatterns::match(std::string_view name) const {
  const std::string canonical = canonical_tag(name);
  return std::any_of(patterns_.begin(), patterns_.end(),
                     [&](const std::string& pattern) { return covers(pattern, canonical); });
}

}  // namespace jtp
