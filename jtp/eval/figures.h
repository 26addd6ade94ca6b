// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "jtp/eval/confusion.h"

namespace jtp {

// Tags that are looked at together: all of them, a category, a band of frequency.
struct TagGroup {
  std::string name;
  std::vector<int> tags;
};

// The two ways to sum up a group.
struct Figures {
  PerRate<MeanOfTags> macro;  // the mean over the tags
  Confusion cells;            // of all tags together
  Rates micro;                // of `cells`
};

// `counts`: [K], of which those of `tags` are meant.
Figures figures_of(std::span<const Confusion> counts, std::span<const int> tags);

// Each tag's counts as if nothing had been left out: corrected(), tag by tag. `omission`: [K].
std::vector<Confusion> corrected(std::span<const Confusion> counts, std::span<const double> omission);

}  // namespace jtp
