// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/data/post_reader.h"

namespace jtp {

// Posts that have `tag` and one of the ratings are left out of a training set.
struct ExclusionRule {
  std::string tag;
  std::string ratings;  // letters, "qe"
  std::string reason;   // in one word, for counts
  bool operator==(const ExclusionRule&) const = default;
};

// The rules that hold unless they are switched off: sexualised depictions of minors (tags about a young age
// on posts that are not rated safe), and artists who asked not to be used. The tags themselves stay in the
// vocabulary, so that a tagger can find such pictures.
std::vector<ExclusionRule> builtin_exclusions();

// A table with the columns tag, ratings and reason (docs/formats.md); ratings may be empty for all of them.
// Throws Error kInvalidInput naming source and line.
std::vector<ExclusionRule> parse_exclusions(std::string_view text, std::string_view source);
std::vector<ExclusionRule> load_exclusions(const std::filesystem::path& path);

}  // namespace jtp
