// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "cli/tag/options.h"
#include "jtp/store/score_store.h"
#include "jtp/tagger/score_memory.h"
#include "jtp/tagger/tagger.h"
#include "jtp/tags/selection.h"

namespace jtp {

// The score store of one run of `jtp tag`, in front of its network.
class TagStore {
 public:
  TagStore(ScoreStore store, ScorerId scorer, const MemoryOptions& options)
      : store_(std::move(store)), memory_(store_, scorer, options) {}
  TagStore(const TagStore&) = delete;
  TagStore& operator=(const TagStore&) = delete;

  ScoreMemory& memory() { return memory_; }

 private:
  ScoreStore store_;
  ScoreMemory memory_;
};

// Which store a run has, and what of it.
struct TagStoreRequest {
  std::filesystem::path file;
  DecodeOptions decode;
  MemoryOptions memory;
};

// Throws what ScoreStore throws; the message says how to go on without.
std::unique_ptr<TagStore> make_tag_store(const TagStoreRequest& request, const Tagger& tagger);

// Which scores have to be kept where those above `lowest_threshold` are wanted.
KeptScores kept_scores(float lowest_threshold);

// The store of a run of `jtp tag`, or nothing.
std::optional<std::filesystem::path> tag_store_file(const TagOptions& options);

// Throws what ScoreStore throws; the message says how to go on without.
ScoreStore open_tag_store(const std::filesystem::path& file);

// Nothing for a run without a store. `selection` decides which scores are wanted: all of them where tags
// below kScoreFloor may be chosen. Throws what ScoreStore throws; the message says how to go on without.
std::unique_ptr<TagStore> make_tag_store(const TagOptions& options, const Tagger& tagger,
                                         const TagSelection& selection);

}  // namespace jtp
