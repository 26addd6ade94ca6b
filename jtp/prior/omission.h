// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "jtp/tags/vocabulary.h"

namespace jtp {

// A count for one tag: of `checked` pictures that show it, `omitted` lacked the tag. It comes from a human
// review, from the held-out pictures where an image model is most certain, or, for a made-up world, from the
// truth.
struct OmissionCount {
  double omitted = 0;
  double checked = 0;
};

// Reads a table with the columns tag, omitted and checked: [K], zeros for tags that it lacks. Tags outside
// the vocabulary are ignored. Throws Error kInvalidInput naming source and line.
std::vector<OmissionCount> load_omission_counts(const std::filesystem::path& path,
                                                const Vocabulary& vocabulary);

// Layer B: the share of the posts showing a tag that lack it, [K]: the posterior mean of Beta(20 m, 20 (1 -
// m)) given the counts (empty: no counts), where m is 0.30 for general, 0.20 for species, 0.15 for copyright
// and 0.35 for other categories.
std::vector<float> omission_rates(const Vocabulary& vocabulary, std::span<const OmissionCount> counts);

// Updates earlier rates with counts, both [K]: the posterior mean of Beta(20 rate, 20 (1 - rate)) given the
// counts.
std::vector<float> omission_rates(std::span<const float> before, std::span<const OmissionCount> counts);

// The table that load_omission_counts() reads.
std::string omission_table(const Vocabulary& vocabulary, std::span<const OmissionCount> counts);

}  // namespace jtp
