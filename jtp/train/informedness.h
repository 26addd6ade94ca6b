// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace jtp {

struct Informedness {
  double at_cut = 0;     // macro informedness at the given threshold
  double best = 0;       // at the single threshold where it is greatest ...
  double threshold = 0;  // ... which is this one
  double micro = 0;      // over all cells together, at the given threshold
  int tags = 0;          // number of tags counted: those with at least one picture with and one without them
};

// Bookmaker's informedness (true positive rate minus false positive rate; Powers 2011) of any number of
// pictures, in constant memory: scores fall into bins of 0.01, so it is exact for thresholds that are
// multiples of 0.01.
class InformednessCounter {
 public:
  static constexpr int kBins = 100;

  explicit InformednessCounter(int tags);

  // scores: [K], in [0, 1]; labels: ascending indices.
  void add(std::span<const float> scores, std::span<const std::int16_t> labels);

  // [2][K][kBins]: number of pictures without and with the tag whose scores are in (b / 100, (b + 1) / 100];
  // for exchange between processes.
  std::span<std::int64_t> counts() { return counts_; }

  // `cut`: the threshold in hundredths; scores above it are positive.
  Informedness at(int cut) const;

 private:
  int tags_;
  std::vector<std::int64_t> counts_;
};

}  // namespace jtp
