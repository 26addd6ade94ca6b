// SPDX-License-Identifier: Apache-2.0
#include "jtp/captions/verdict_edits.h"

#include <algorithm>

namespace jtp {

VerdictEdits::VerdictEdits(std::span<const TagVerdict> verdicts, const Vocabulary& vocabulary) {
  for (const TagVerdict& verdict : verdicts) {
    if (const auto tag = vocabulary.find(verdict.tag)) is_present_[verdict.sha256][*tag] = verdict.is_present;
  }
}

std::vector<SelectedTag> VerdictEdits::edit(std::vector<SelectedTag> chosen, const std::string& sha256,
                                            const std::vector<SelectedTag>& all) const {
  const auto known = is_present_.find(sha256);
  if (known == is_present_.end()) return chosen;
  std::erase_if(chosen, [&](const SelectedTag& tag) {
    const auto verdict = known->second.find(tag.index);
    return verdict != known->second.end() && !verdict->second;
  });
  for (const SelectedTag& tag : all) {
    const auto verdict = known->second.find(tag.index);
    if (verdict == known->second.end() || !verdict->second) continue;
    const bool is_there = std::any_of(chosen.begin(), chosen.end(),
                                      [&](const SelectedTag& other) { return other.name == tag.name; });
    if (!is_there) chosen.push_back(tag);
  }
  return chosen;
}

}  // namespace jtp
