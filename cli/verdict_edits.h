// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "jtp/tags/selection.h"
#include "jtp/tags/vocabulary.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace jtp {

// --verdicts FILE,...
CLI::Option* add_verdicts_option(CLI::App& app, std::vector<std::filesystem::path>& files);

// What people said in reviews about the tags of pictures, known by their content.
class VerdictEdits {
 public:
  // Reads the reviews. Of two that contradict each other the later named one holds. Tags that the vocabulary
  // does not have are ignored. Throws what read_review() throws.
  VerdictEdits(std::span<const std::filesystem::path> reviews, const Vocabulary& vocabulary);

  // `chosen` without the tags that were rejected in this picture, and with those that were confirmed or
  // added, at the end in the order of `all`. Confirmed tags that are not in `all` stay out: an option
  // excludes them.
  std::vector<SelectedTag> edit(std::vector<SelectedTag> chosen, const std::string& sha256,
                                const std::vector<SelectedTag>& all) const;

 private:
  std::unordered_map<std::string, std::unordered_map<int, bool>> is_present_;  // by content, then tag
};

}  // namespace jtp
