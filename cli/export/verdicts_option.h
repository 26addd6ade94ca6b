// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "jtp/captions/verdict_edits.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace jtp {

// --verdicts FILE,...
CLI::Option* add_verdicts_option(CLI::App& app, std::vector<std::filesystem::path>& files);

// The verdicts of all these reviews. If two contradict each other, the file named later wins. Throws what
// read_review() throws.
VerdictEdits read_verdict_edits(std::span<const std::filesystem::path> reviews, const Vocabulary& vocabulary);

}  // namespace jtp
