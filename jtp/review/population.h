// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "jtp/review/sample_features.h"
#include "jtp/store/score_store.h"

namespace jtp {

// The pictures of a store that a review may ask about: each content once, under its first path, and numbered
// in that order. Keeps only the paths in memory.
class ReviewPopulation {
 public:
  // `roots`: absolute paths; empty: the whole store. `visit` receives each picture with its scores.
  ReviewPopulation(ScoreStore& store, ScorerId scorer, std::vector<std::string> roots,
                   const std::function<void(const ScoredFile&)>& visit);

  int size() const { return static_cast<int>(paths_.size()); }

  // Visits every picture again, with its number; pictures that are no longer in the store are skipped.
  void for_each(const std::function<void(int number, const ScoredFile&)>& visit) const;

  // A picture by its number; nothing if it is no longer in the store.
  std::optional<ScoredFile> find(int number) const;

  struct Part {
    std::vector<int> numbers;  // of the pictures, ascending
    FeatureRows features;      // one row per picture
  };

  // The features of at most `most` random pictures; of fewer if some of them have no features in the store.
  Part random_features(int most, std::uint64_t seed) const;

 private:
  void read(const std::function<void(const ScoredFile&)>& visit) const;

  ScoreStore& store_;
  const ScorerId scorer_;
  const std::vector<std::string> roots_;
  std::vector<std::string> paths_;
};

}  // namespace jtp
