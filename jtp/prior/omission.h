// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "jtp/tags/vocabulary.h"

namespace jtp {

// What somebody found out about a tag: of `checked` pictures that show it, `omitted` did not have the tag.
// From a human review, from an image model's best held-out pictures, or, of a made-up world, from the truth.
struct OmissionCount {
  double omitted = 0;
  double checked = 0;
};

// A table with the columns tag, omitted and checked: [K], zeros for tags that it does not have. Tags of other
// vocabularies are ignored. Throws Error kInvalidInput naming source and line.
std::vector<OmissionCount> load_omission_counts(const std::filesystem::path& path,
                                                const Vocabulary& vocabulary);

// Layer B: the share of posts that show a tag and lack it, [K]: the mean of Beta(20 m, 20 (1 - m)) after the
// counts (empty for none), where m is 0.30 for general, 0.20 for species, 0.15 for copyright and 0.35 for
// other categories.
std::vector<float> omission_rates(const Vocabulary& vocabulary, std::span<const OmissionCount> counts);

// What counts make of rates that one had before, both [K]: the mean of Beta(20 rate, 20 (1 - rate)) after
// them.
std::vector<float> omission_rates(std::span<const float> before, std::span<const OmissionCount> counts);

// What load_omission_counts() reads.
std::string omission_table(const Vocabulary& vocabulary, std::span<const OmissionCount> counts);

}  // namespace jtp
