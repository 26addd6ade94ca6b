// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "jtp/store/score_store.h"
#include "tests/support/files.h"

namespace jtp::test {

inline Vocabulary four_tags() {
  return {{"wolf", "red_fur", "solo", "sky_(blue)"},
          {TagCategory::kSpecies, TagCategory::kGeneral, TagCategory::kGeneral, TagCategory::kGeneral}};
}

inline ScorerKey scorer_key(const std::string& precision = "f32") {
  return {.model_hash = std::string(64, 'a'), .precision = precision, .decoding = ""};
}

// The SHA-256 of an imaginary picture.
inline std::string content(int number) {
  std::string hash(64, '0');
  for (std::size_t digit = 64; number > 0; number /= 16) hash[--digit] = "0123456789abcdef"[number % 16];
  return hash;
}

inline PictureFacts facts(int number) { return {.sha256 = content(number), .width = 640, .height = 480}; }

// The stamp of a file that was changed long before it was examined.
inline FileStamp settled(const std::string& path, std::int64_t size = 1000) {
  return {.path = path, .size = size, .mtime_ns = 1'000'000'000, .seen_ns = 9'000'000'000};
}

// An empty store with one scorer.
struct StoreFixture {
  TemporaryFolder folder;
  ScoreStore store{folder / "scores.sqlite"};
  ScorerId scorer = store.add_scorer(scorer_key(), "toy", four_tags());

  void put(const std::string& path, int picture, const std::vector<float>& scores) {
    store.put(scorer, facts(picture), scores, KeptScores::kFromFloor);
    store.put_file(settled(path), content(picture));
  }
};

}  // namespace jtp::test
