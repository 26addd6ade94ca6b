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

// Which labelled pictures, for every command that looks at a model with them.
struct LabelOptions {
  std::string set;                                  // the folder that `jtp data manifest` wrote
  std::string pictures;                             // the folder of the pictures
  std::optional<Split> split = Split::kValidation;  // nothing: all
  std::string truth;                                // a table post_id,tags in place of the manifest's labels
  std::string posts;                                // a table post_id: no others
};

// --set, --pictures, --split, --truth, --posts.
void add_label_options(CLI::App& app, LabelOptions& options);

struct LabelledPicture {
  std::int64_t sample = 0;  // of the manifest
  std::int64_t post_id = 0;
  std::filesystem::path path;  // of its file or archive
  PictureLocation location;
  std::span<const std::int16_t> labels;  // indices of the set's vocabulary, ascending
};

// The pictures that LabelOptions name, with their labels.
class LabelledSet {
 public:
  // Throws Error kUsage, kNotFound, kInvalidInput.
  explicit LabelledSet(const LabelOptions& options);

  const Vocabulary& vocabulary() const { return set_.vocabulary; }
  const LabelOptions& options() const { return options_; }

  // How many samples there are; some of them are no pictures of the set.
  std::int64_t samples() const { return set_.manifest.size(); }

  // Nothing for a sample of another split, without a picture of its own, or that a table leaves out.
  std::optional<LabelledPicture> picture(std::int64_t sample) const;

 private:
  const LabelOptions options_;
  const TrainingSet set_;
  std::optional<PostLabels> truth_;
  std::optional<std::vector<std::int64_t>> posts_;  // ascending
};

}  // namespace jtp
