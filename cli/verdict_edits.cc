// SPDX-License-Identifier: Apache-2.0
#include "cli/verdict_edits.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "jtp/eval/review_cells.h"
#include "jtp/eval/verdict_log.h"

namespace jtp {

CLI::Option* add_verdicts_option(CLI::App& app, std::vector<std::filesystem::path>& files) {
  return app
      .add_option_function<std::vector<std::string>>(
          "--verdicts",
          [&files](const std::vector<std::string>& names) { files.assign(names.begin(), names.end()); },
          "reviews: tags that were rejected stay out, confirmed ones stay, whatever their score")
      ->delimiter(',')
      ->type_name("FILE,...");
}

VerdictEdits::VerdictEdits(std::span<const std::filesystem::path> reviews, const Vocabulary& vocabulary) {
  for (const auto& file : reviews) {
    const Review review = read_review(file);
    for (const TagFact& fact : tag_facts(review)) {
      const auto tag = vocabulary.find(fact.tag);
      const ReviewPicture& picture = review.plan.pictures[static_cast<std::size_t>(fact.picture)];
      if (tag) is_present_[picture.sha256][*tag] = fact.is_present;
    }
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
