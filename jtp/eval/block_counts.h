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

// The effect of one threshold per tag on many pictures, counted per block of pictures, so that the pictures
// can be resampled without reading them again. A picture's block depends only on its key, so two evaluations
// of the same pictures have the same blocks.
class BlockCounts {
 public:
  static constexpr std::size_t kBlocks = 128;
  using Weights = std::array<int, kBlocks>;

  // One threshold per tag: 0...1, or infinity for "never".
  explicit BlockCounts(std::vector<double> thresholds);

  struct Tables {
    std::vector<std::uint32_t> pictures;                    // [kBlocks]
    std::vector<std::uint32_t> positives, hits, predicted;  // [kBlocks][K]: labelled, labelled and predicted,
                                                            // predicted
    std::uint64_t pictures_digest = 0;                      // of their keys, independent of the order
    bool operator==(const Tables&) const = default;
  };

  // Restores counts from a file. Throws Error kInvalidInput if sizes or numbers contradict each other.
  BlockCounts(std::vector<double> thresholds, Tables tables);

  void add(const ScoredLabels& picture);

  int tags() const { return static_cast<int>(thresholds_.size()); }
  std::int64_t pictures() const;
  std::span<const double> thresholds() const { return thresholds_; }
  const Tables& tables() const { return tables_; }

  std::vector<Confusion> counts() const;  // [K]

  // [K], with the pictures of each block counted as often as its weight says.
  std::vector<Confusion> resampled(const Weights& weights) const;

 private:
  std::vector<double> thresholds_;
  Tables tables_;
};

}  // namespace jtp
