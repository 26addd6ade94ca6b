// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/eval/truth_table.h"
#include "cli/train/training_set.h"

namespace CLI {
class App;
}

namespace jtp {

// Selects the labelled pictures, for every command that compares a model with labels.
struct LabelOptions {
  std::string set;                                  // the folder from `jtp data manifest`
  std::string pictures;                             // the folder of the pictures
  std::optional<Split> split = Split::kValidation;  // nothing: all splits
  std::string truth;                                // a table post_id,tags that replaces the manifest's
                                                    // labels
  std::string posts;                                // a table post_id: only these posts
};

// --set, --pictures, --split, --truth, --posts.
void add_label_options(CLI::App& app, LabelOptions& options);

struct LabelledPicture {
  std::int64_t sample = 0;  // index in the manifest
  std::int64_t post_id = 0;
  std::filesystem::path path;  // of its file or archive
  PictureLocation location;
  std::span<const std::int16_t> labels;  // indices in the set's vocabulary, ascending
};

// The pictures selected by LabelOptions, with their labels.
class LabelledSet {
 public:
  // Throws Error kUsage, kNotFound, kInvalidInput.
  explicit LabelledSet(const LabelOptions& options);

  const Vocabulary& vocabulary() const { return set_.vocabulary; }
  const LabelOptions& options() const { return options_; }

  // The number of samples; some of them are not selected.
  std::int64_t samples() const { return set_.manifest.size(); }

  // Nothing for a sample of another split, without a picture, or excluded by a table.
  std::optional<LabelledPicture> picture(std::int64_t sample) const;

 private:
  const LabelOptions options_;
  const TrainingSet set_;
  std::optional<PostLabels> truth_;
  std::optional<std::vector<std::int64_t>> posts_;  // ascending
};

}  // namespace jtp
