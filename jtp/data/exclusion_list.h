// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/data/post_reader.h"

namespace jtp {

// Excludes posts that have `tag` and one of the ratings from a training set.
struct ExclusionRule {
  std::string tag;
  std::string ratings;  // letters, "qe"
  std::string reason;   // a single word, for counts
  bool operator==(const ExclusionRule&) const = default;
};

// The rules that apply unless they are switched off. They exclude sexualised depictions of minors (tags about
// a young age on posts that are not rated safe) and artists who asked not to be used. The tags themselves
// stay in the vocabulary, so a tagger can find such pictures.
std::vector<ExclusionRule> builtin_exclusions();

// Reads a table with the columns tag, ratings and reason (docs/formats.md); empty ratings mean all ratings.
// Throws Error kInvalidInput naming source and line.
std::vector<ExclusionRule> parse_exclusions(std::string_view text, std::string_view source);
std::vector<ExclusionRule> load_exclusions(const std::filesystem::path& path);

}  // namespace jtp
