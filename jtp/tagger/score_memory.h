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

// Which scores have to be stored where those above `lowest_threshold` are wanted: all of them below
// kScoreFloor.
KeptScores kept_scores(float lowest_threshold);

struct MemoryOptions {
  Reuse reuse = Reuse::kStored;
  KeptScores scores = KeptScores::kFromFloor;  // that a result must have to be reused, and that are stored
  KeptPooled pooled = KeptPooled::kNo;         // likewise
};

// What the tagger's scores depend on besides the picture, as a store knows it.
ScorerKey scorer_key(const Tagger& tagger);

// A store as the pipeline uses it, for one scorer: where results of earlier runs are found and those of this
// one are kept. May be called from any number of threads; they take turns. Throws what ScoreStore throws.
class ScoreMemory {
 public:
  // For the results of the tagger, which becomes a scorer of the store if it is not one yet.
  ScoreMemory(ScoreStore store, const Tagger& tagger, const MemoryOptions& options);
  ScoreMemory(ScoreStore store, ScorerId scorer, const MemoryOptions& options);

  const MemoryOptions& options() const { return options_; }

  // What is known about a file that has not changed since it was last seen, without reading it.
  std::optional<TagResult> find(const FileStamp& stamp);

  // What is known about a content. Scores that are not stored, below kScoreFloor, are 0.
  std::optional<TagResult> find(const std::string& sha256);

  void keep(const TagResult& result);

  // The file has this content, which is kept.
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
