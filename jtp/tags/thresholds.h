// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "jtp/tags/vocabulary.h"

namespace jtp {

// When a score is enough: global, overridden per category, overridden per tag. A tag is chosen when
// score > threshold (strictly), as the reference does.
class Thresholds {
 public:
  static constexpr float kDefault = 0.2F;  // the model card's

  explicit Thresholds(float global = kDefault) : global_(global) {}

  void set_category(TagCategory category, float threshold);

  // A CSV file with the columns tag and threshold (others are ignored); an empty threshold means never. Tags
  // that the vocabulary does not have are ignored and returned, for the caller to report. Throws Error
  // kInvalidInput naming file, line and text; thresholds are 0...1.
  std::vector<std::string> load_csv(const std::filesystem::path& path, const Vocabulary& vocabulary);

  float operator()(int index, const Vocabulary& vocabulary) const;

 private:
  float global_;
  std::vector<std::optional<float>> by_category_;  // indexed by the category's number
  std::vector<std::optional<float>> by_tag_;       // indexed by the tag, empty without a CSV
};

}  // namespace jtp
