// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "jtp/store/score_store.h"
#include "jtp/tagger/tag_result.h"

namespace jtp {

class Tagger;

// Whether stored scores are reused instead of running the network.
enum class Reuse { kStored, kNothing };

// Which scores must be stored if those above `lowest_threshold` are wanted: all of them if it is below
// kScoreFloor.
KeptScores kept_scores(float lowest_threshold);

struct MemoryOptions {
  Reuse reuse = Reuse::kStored;
  KeptScores scores = KeptScores::kFromFloor;  // stored, and required of a result to be reused
  KeptPooled pooled = KeptPooled::kNo;         // likewise
};

// Everything that the tagger's scores depend on in addition to the picture, as a key in a store.
ScorerKey scorer_key(const Tagger& tagger);

// The pipeline's access to a store for one scorer: finds results of earlier runs and keeps those of this run.
// Any number of threads may call it; they take turns. Throws as ScoreStore does.
class ScoreMemory {
 public:
  // For the results of `tagger`, which is added to the store as a scorer if it is new.
  ScoreMemory(ScoreStore store, const Tagger& tagger, const MemoryOptions& options);
  ScoreMemory(ScoreStore store, ScorerId scorer, const MemoryOptions& options);

  const MemoryOptions& options() const { return options_; }

  // The stored result for a file that has not changed since note(), without reading it.
  std::optional<TagResult> find(const FileStamp& stamp);

  // The stored result for a content. Scores below kScoreFloor that were not stored are 0.
  std::optional<TagResult> find(const std::string& sha256);

  void keep(const TagResult& result);

  // Records that the file has this content, whose result must have been kept.
  void note(const FileStamp& stamp, const std::string& sha256);

 private:
  std::optional<TagResult> find_locked(const std::string& sha256);

  std::mutex mutex_;
  ScoreStore store_;
  const ScorerId scorer_;
  const int num_tags_;
  const MemoryOptions options_;
};

}  // namespace jtp
