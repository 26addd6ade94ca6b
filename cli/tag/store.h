// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "cli/tag/options.h"
#include "jtp/tagger/score_memory.h"
#include "jtp/tagger/tagger.h"
#include "jtp/tags/selection.h"

namespace jtp {

// The store file of a run of `jtp tag`; nothing without a store.
std::optional<std::filesystem::path> tag_store_file(const TagOptions& options);

// Opens that store as the memory in front of the network; null without a store. `selection` decides which
// scores are needed: all of them if tags below kScoreFloor can be chosen. Throws what open_optional_store()
// throws.
std::unique_ptr<ScoreMemory> open_tag_memory(const TagOptions& options, const Tagger& tagger,
                                             const TagSelection& selection);

}  // namespace jtp
