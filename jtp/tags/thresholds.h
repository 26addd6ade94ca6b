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

// When a score is enough: global, overridden per category, overridden per tag. A tag is chosen when
// score > threshold (strictly), as the reference does.
class Thresholds {
 public:
  static constexpr float kDefault = 0.2F;  // the model card's

  // Throws Error kUsage unless 0 <= threshold <= 1; so does set_category().
  explicit Thresholds(float global = kDefault);

  void set_category(TagCategory category, float threshold);

  // A CSV file with the columns tag and threshold (others are ignored); an empty threshold means never. It
  // replaces the thresholds of an earlier file. Tags that the vocabulary does not have are ignored and
  // returned, for the caller to report. Throws Error kInvalidInput naming file, line and text; thresholds are
  // 0...1. After an error the thresholds are as before.
  std::vector<std::string> load_csv(const std::filesystem::path& path, const Vocabulary& vocabulary);

  // The same from memory; `source` begins the messages.
  std::vector<std::string> parse_csv(std::string_view text, std::string_view source,
                                     const Vocabulary& vocabulary);

  // 0...1, or +infinity for never.
  float operator()(int index, const Vocabulary& vocabulary) const;

  // What these are made of; nothing where the wider one holds.
  float global() const { return global_; }
  std::optional<float> of_category(TagCategory category) const;
  std::optional<float> of_tag(int index) const;

  bool operator==(const Thresholds&) const = default;

 private:
  float global_;
  std::array<std::optional<float>, kTagCategories> by_category_;
  std::vector<std::optional<float>> by_tag_;  // indexed by the tag, empty without a CSV
};

}  // namespace jtp
