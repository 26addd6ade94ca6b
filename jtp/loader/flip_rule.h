// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "jtp/tags/vocabulary.h"

namespace jtp {

// Patterns (jtp/tags/tag_pattern.h) of tags whose meaning or look a mirror changes: writing, sides, reading
// order, asymmetric features.
std::vector<std::string> default_flip_sensitive_tags();

// Decides by its tags whether a picture may be mirrored.
class FlipRule {
 public:
  FlipRule(const Vocabulary& vocabulary, const std::vector<std::string>& sensitive_patterns);

  // `labels`: indices in the vocabulary.
  bool may_flip(std::span<const std::int16_t> labels) const;

  std::int64_t tags() const { return static_cast<std::int64_t>(sensitive_.size()); }
  // The number of tags that forbid it.
  std::int64_t sensitive_tags() const;

 private:
  std::vector<bool> sensitive_;
};

}  // namespace jtp
