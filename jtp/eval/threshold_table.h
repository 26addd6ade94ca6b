// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jtp/eval/calibrate.h"

namespace jtp {

// The result of a calibration as a table tag,threshold,metric,labels,basis, which `--thresholds` of every
// command reads. An empty threshold means "never". `thresholds`: those of `tags`, in the same order.
std::string threshold_table(const Vocabulary& vocabulary, std::span<const int> tags,
                            std::span<const ChosenThreshold> thresholds);

// Reads a table tag,threshold,tp,fp,tn,fn with the counts at several thresholds per tag, like the one that
// comes with JTP-3: [K], the curve of each tag in the table, as fine as its thresholds. Tags outside the
// vocabulary are ignored. Throws Error kInvalidInput naming file and line for thresholds outside 0...1 or
// given twice for a tag, and for counts that are negative, do not add up, or grow with the threshold.
std::vector<std::optional<ScoreCurve>> read_threshold_grid(const std::filesystem::path& path,
                                                           const Vocabulary& vocabulary);

// The same from memory; messages begin with `source`.
std::vector<std::optional<ScoreCurve>> parse_threshold_grid(std::string text, const std::string& source,
                                                            const Vocabulary& vocabulary);

}  // namespace jtp
