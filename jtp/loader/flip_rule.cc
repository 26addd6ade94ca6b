// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/flip_rule.h"

#include <algorithm>

#include "jtp/tags/tag_pattern.h"

namespace jtp {

std::vector<std::string> default_flip_sensitive_tags() {
  return {// writing
          "text", "*_text", "text_*", "signature", "watermark", "logo", "url", "number", "letter",
          "speech_bubble", "dialogue",
          // sides and reading order
          "left", "right", "left_*", "right_*", "*_left", "*_right", "clockwise", "counterclockwise", "comic",
          // what differs between the two sides
          "heterochromia", "asymmetrical_*", "mismatched_*", "eye_patch"};
}

FlipRule::FlipRule(const Vocabulary& vocabulary, const std::vector<std::string>& sensitive_patterns) {
  const TagPatterns patterns(sensitive_patterns);
  for (int i = 0; i < vocabulary.size(); ++i) sensitive_.push_back(patterns.match(vocabulary.name(i)));
}

bool FlipRule::may_flip(std::span<const std::int16_t> labels) const {
  return std::none_of(labels.begin(), labels.end(),
                      [&](std::int16_t label) { return sensitive_.at(static_cast<std::size_t>(label)); });
}

std::int64_t FlipRule::sensitive_tags() const {
  return std::count(sensitive_.begin(), sensitive_.end(), true);
}

}  // namespace jtp
