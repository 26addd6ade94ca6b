// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "jtp/eval/wilson.h"

namespace jtp {

// One stratum of a population from which a random sample was checked.
struct ReviewStratum {
  double cells = 0;     // N: in the population
  double answers = 0;   // n: yes, no or unsure
  double positive = 0;  // k: yes, and half of the unsure ones
};

// A share with its interval, 0...1.
struct ShareRange {
  double low = 0;
  double point = 0;
  double high = 1;
  double answers = 0;
};

// The share of the population that is positive: the mean of the strata's shares, weighted by size, with a
// Wilson interval (1927) whose n is that of a simple sample with the same variance (docs/review.md). Strata
// without answers join their neighbour, so they must be in the order of their scores. Nothing without any
// answer.
std::optional<ShareRange> weighted_share(std::span<const ReviewStratum> strata, double normal = kTwoSided95);

// Two opinions on the same questions, counting those that both answered with yes or no.
struct Agreement {
  std::int64_t both_yes = 0;
  std::int64_t both_no = 0;
  std::int64_t only_first = 0;  // only the first said yes
  std::int64_t only_second = 0;

  std::int64_t pairs() const { return both_yes + both_no + only_first + only_second; }
  std::int64_t same() const { return both_yes + both_no; }

  // Cohen's kappa (1960): 1 for full agreement, 0 for agreement by chance. Nothing without pairs, or if both
  // always gave the same answer, because then chance agreement is full too.
  std::optional<double> kappa() const;
};

}  // namespace jtp
