// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "jtp/store/score_store.h"

namespace jtp {

// The network's "pooled" output for pictures, stored on request: [D] per picture in float16, 2 D bytes.
class Features {
 public:
  explicit Features(ScoreStore& store) : store_(store) {}

  // Stores or replaces the features of a picture that the scorer has scored. Throws Error kInternal for other
  // pictures.
  void put(ScorerId scorer, const std::string& sha256, std::span<const float> features);

  // Empty if there are none.
  std::vector<float> find(ScorerId scorer, const std::string& sha256) const;

  struct Similar {
    std::string sha256;
    float similarity = 0;  // cosine, -1...1
  };

  // The `limit` pictures of the scorer that are most similar to `features` [D], most similar first. Reads all
  // features of the scorer, 2 kB per picture, and skips those of another size.
  std::vector<Similar> find_similar(ScorerId scorer, std::span<const float> features, int limit) const;

 private:
  ScoreStore& store_;
};

}  // namespace jtp
