// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "jtp/eval/confusion.h"
#include "jtp/eval/score_tally.h"

namespace jtp {

// What one threshold per tag does to many pictures, counted in blocks of pictures, so that they can be
// resampled without being seen again. A picture's block depends on its key alone: two evaluations of the same
// pictures have the same blocks.
class BlockCounts {
 public:
  static constexpr std::size_t kBlocks = 128;
  using Weights = std::array<int, kBlocks>;

  // One per tag: 0...1, or infinity for never.
  explicit BlockCounts(std::vector<double> thresholds);

  struct Tables {
    std::vector<std::uint32_t> pictures;                    // [kBlocks]
    std::vector<std::uint32_t> positives, hits, predicted;  // [kBlocks][K]: labelled, both, predicted
    std::uint64_t pictures_digest = 0;                      // of their keys, in any order
    bool operator==(const Tables&) const = default;
  };

  // From a file. Throws Error kInvalidInput where sizes or numbers contradict each other.
  BlockCounts(std::vector<double> thresholds, Tables tables);

  void add(const ScoredLabels& picture);

  int tags() const { return static_cast<int>(thresholds_.size()); }
  std::int64_t pictures() const;
  std::span<const double> thresholds() const { return thresholds_; }
  const Tables& tables() const { return tables_; }

  std::vector<Confusion> counts() const;  // [K]

  // [K], with the pictures of each block taken so many times.
  std::vector<Confusion> resampled(const Weights& weights) const;

 private:
  std::vector<double> thresholds_;
  Tables tables_;
};

}  // namespace jtp
