// SPDX-License-Identifier: Apache-2.0
#include "cli/tag/store.h"

namespace jtp {

std::optional<std::filesystem::path> tag_store_file(const TagOptions& options) {
  if (!uses_store(options)) return std::nullopt;
  return shard_file(store_file(options.store), options.shard.value_or(Shard{}));
}

std::unique_ptr<ScoreMemory> open_tag_memory(const TagOptions& options, const Tagger& tagger,
                                             const TagSelection& selection) {
  const auto file = tag_store_file(options);
  if (!file) return nullptr;
  const float lowest = options.scores == ScoreRange::kAll ? 0.0F : selection.lowest_threshold();
  const MemoryOptions memory{.reuse = options.reuse, .scores = kept_scores(lowest), .pooled = options.pooled};
  return std::make_unique<ScoreMemory>(open_optional_store(*file), tagger, memory);
}

}  // namespace jtp
