// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "jtp/eval/block_counts.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// The part of an evaluation that is saved for a later comparison.
struct SavedEvaluation {
  Vocabulary vocabulary;
  std::vector<int> tags;  // that have labels, ascending
  BlockCounts blocks;
  std::string model;   // the origin of the scores
  std::string labels;  // the origin of the labels
};

// Writes a safetensors file (docs/formats.md, "Evaluation").
void write_evaluation(const std::filesystem::path& path, const SavedEvaluation& evaluation);

// Checks every size and number. Throws Error kInvalidInput naming the file, kNotFound, kIo.
SavedEvaluation read_evaluation(const std::filesystem::path& path);

}  // namespace jtp
