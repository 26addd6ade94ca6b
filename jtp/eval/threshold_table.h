// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jtp/eval/calibrate.h"

namespace jtp {

// The table tag,threshold,metric,labels,basis of a calibration, which `--thresholds` of every command takes;
// an empty threshold is never. `thresholds`: of `tags`, in their order.
std::string threshold_table(const Vocabulary& vocabulary, std::span<const int> tags,
                            std::span<const ChosenThreshold> thresholds);

// A table tag,threshold,tp,fp,tn,fn with what each of several thresholds does, as JTP-3 brings one along:
// [K], the curve of each tag that the table has, as fine as its thresholds. Tags that the vocabulary does not
// have are passed over. Throws Error kInvalidInput naming file and line: thresholds that are not 0...1 or
// that a tag has twice, counts that are negative, or do not add up, or grow with the threshold.
std::vector<std::optional<ScoreCurve>> read_threshold_grid(const std::filesystem::path& path,
                                                           const Vocabulary& vocabulary);

// The same from memory; `source` begins the messages.
std::vector<std::optional<ScoreCurve>> parse_threshold_grid(std::string text, const std::string& source,
                                                            const Vocabulary& vocabulary);

}  // namespace jtp
