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

// What people said in reviews about the tags of pictures, known by their content.
class VerdictEdits {
 public:
  // Of two verdicts on one tag of one picture the later one holds. Tags that the vocabulary does not have are
  // ignored.
  VerdictEdits(std::span<const TagVerdict> verdicts, const Vocabulary& vocabulary);

  // `chosen` without the tags that were rejected in this picture, and with those that were confirmed or
  // added, at the end in the order of `all`. Confirmed tags that are not in `all` stay out: an option
  // excludes them.
  std::vector<SelectedTag> edit(std::vector<SelectedTag> chosen, const std::string& sha256,
                                const std::vector<SelectedTag>& all) const;

 private:
  std::unordered_map<std::string, std::unordered_map<int, bool>> is_present_;  // by content, then tag
};

}  // namespace jtp
