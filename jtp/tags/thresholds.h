// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/tags/vocabulary.h"

namespace jtp {

// The threshold of each tag: global, overridden by category, overridden by tag. A tag is chosen if score >
// threshold (strictly), as in the reference.
class Thresholds {
 public:
  static constexpr float kDefault = 0.2F;  // from the model card

  // Throws Error kUsage unless 0 <= threshold <= 1; so does set_category().
  explicit Thresholds(float global = kDefault);

  void set_category(TagCategory category, float threshold);

  // Reads a CSV file with the columns tag and threshold (0...1; others are ignored). An empty threshold means
  // that the tag is never chosen. Replaces the thresholds of an earlier file. Returns the tags that the
  // vocabulary lacks, which are ignored, for the caller to report. Throws Error kInvalidInput naming file,
  // line and text; the thresholds are then unchanged.
  std::vector<std::string> load_csv(const std::filesystem::path& path, const Vocabulary& vocabulary);

  // The same from memory; `source` begins the messages.
  std::vector<std::string> parse_csv(std::string_view text, std::string_view source,
                                     const Vocabulary& vocabulary);

  // 0...1, or +infinity for never.
  float operator()(int index, const Vocabulary& vocabulary) const;

  // The single levels; nothing if that level sets no threshold and the wider one applies.
  float global() const { return global_; }
  std::optional<float> of_category(TagCategory category) const;
  std::optional<float> of_tag(int index) const;

  bool operator==(const Thresholds&) const = default;

 private:
  float global_;
  std::array<std::optional<float>, kTagCategories> by_category_;
  std::vector<std::optional<float>> by_tag_;  // by tag; empty without a CSV
};

}  // namespace jtp
