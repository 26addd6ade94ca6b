// SPDX-License-Identifier: Apache-2.0
#include "cli/export/verdicts_option.h"

#include <CLI/CLI.hpp>

#include "jtp/review/cells.h"
#include "jtp/review/verdict_log.h"

namespace jtp {

CLI::Option* add_verdicts_option(CLI::App& app, std::vector<std::filesystem::path>& files) {
  return app
      .add_option_function<std::vector<std::string>>(
          "--verdicts",
          [&files](const std::vector<std::string>& names) { files.assign(names.begin(), names.end()); },
          "apply reviews: leave rejected tags out and write confirmed tags, whatever their scores")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("FILE,...");
}

VerdictEdits read_verdict_edits(std::span<const std::filesystem::path> reviews,
                                const Vocabulary& vocabulary) {
  std::vector<TagVerdict> verdicts;
  for (const auto& file : reviews) {
    const std::vector<TagVerdict> more = tag_verdicts(read_review(file));
    verdicts.insert(verdicts.end(), more.begin(), more.end());
  }
  return {verdicts, vocabulary};
}

}  // namespace jtp
