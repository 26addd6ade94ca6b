// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "jtp/tags/selection.h"
#include "jtp/tags/tag_verdict.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// The verdicts of reviews, applied to the tags of pictures, which are identified by their content.
class VerdictEdits {
 public:
  // If there are several verdicts on the same tag of the same picture, the last one applies. Tags that the
  // vocabulary lacks are ignored.
  VerdictEdits(std::span<const TagVerdict> verdicts, const Vocabulary& vocabulary);

  // Returns `chosen` without the tags that were rejected for this picture. Confirmed or added tags that are
  // missing are appended in the order of `all`; those that are not in `all` stay out, because an option
  // excludes them.
  std::vector<SelectedTag> edit(std::vector<SelectedTag> chosen, const std::string& sha256,
                                const std::vector<SelectedTag>& all) const;

 private:
  std::unordered_map<std::string, std::unordered_map<int, bool>> is_present_;  // by content, then tag
};

}  // namespace jtp
