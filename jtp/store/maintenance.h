// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "jtp/store/score_store.h"

namespace jtp {

struct StoreStats {
  int schema_version = 0;
  std::int64_t bytes = 0;       // of the file and its write-ahead log
  std::int64_t free_bytes = 0;  // of the file, which vacuum_store() would return to the disk
  std::int64_t pictures = 0;
  std::int64_t files = 0;
  std::int64_t features = 0;
  std::int64_t written_files = 0;
  std::vector<Scorer> scorers;
};

StoreStats store_stats(const ScoreStore& store);

// [K]: the number of pictures of a scorer whose score is above the tag's threshold; thresholds [K]. For
// thresholds below kScoreFloor, all stored scores count.
std::vector<std::int64_t> tag_frequencies(const ScoreStore& store, ScorerId scorer,
                                          std::span<const float> thresholds);

// The faults of the store, one per line; empty if there are none. Runs SQLite's integrity_check and
// foreign_key_check, and decodes every score.
std::vector<std::string> check_store(const ScoreStore& store);

// Rewrites the file without its free space and empties the write-ahead log. Meanwhile the disk must have room
// for a second copy.
void vacuum_store(ScoreStore& store);

}  // namespace jtp
