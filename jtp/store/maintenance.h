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
  std::int64_t free_bytes = 0;  // of the file that vacuum_store() would give back
  std::int64_t pictures = 0;
  std::int64_t files = 0;
  std::int64_t features = 0;
  std::int64_t written_files = 0;
  std::vector<Scorer> scorers;
};

StoreStats store_stats(const ScoreStore& store);

// [K]: how many of the pictures that a scorer has seen have a score above the tag's threshold; thresholds
// [K]. Those below kScoreFloor count what is stored.
std::vector<std::int64_t> tag_frequencies(const ScoreStore& store, ScorerId scorer,
                                          std::span<const float> thresholds);

// What is wrong with the store, a line each; empty for a sound one: SQLite's integrity_check and
// foreign_key_check, and every encoded score.
std::vector<std::string> check_store(const ScoreStore& store);

// Rewrites the file without its free space, for which as much again is needed on the disk meanwhile; the
// write-ahead log is emptied.
void vacuum_store(ScoreStore& store);

}  // namespace jtp
