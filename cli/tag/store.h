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

// The store of a run of `jtp tag`, or nothing.
std::optional<std::filesystem::path> tag_store_file(const TagOptions& options);

// That store in front of the network; nothing for a run without. `selection` decides which scores are wanted:
// all of them where tags below kScoreFloor may be chosen. Throws what open_optional_store() throws.
std::unique_ptr<ScoreMemory> open_tag_memory(const TagOptions& options, const Tagger& tagger,
                                             const TagSelection& selection);

}  // namespace jtp
