// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "jtp/eval/confusion.h"

namespace jtp {

// Tags that are evaluated together: all of them, a category, a range of frequency.
struct TagGroup {
  std::string name;
  std::vector<int> tags;
};

// Two summaries of a group.
struct Figures {
  PerRate<MeanOfTags> macro;  // the mean over the tags
  Confusion cells;            // of all tags together
  Rates micro;                // of `cells`
};

// `counts`: [K]; only those of `tags` are used.
Figures figures_of(std::span<const Confusion> counts, std::span<const int> tags);

// The counts of each tag, corrected() for missing labels. `omission`: [K].
std::vector<Confusion> corrected(std::span<const Confusion> counts, std::span<const double> omission);

}  // namespace jtp
