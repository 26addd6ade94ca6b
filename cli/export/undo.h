// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/export/options.h"
#include "jtp/store/score_store.h"

namespace jtp {

// `jtp export --undo`: removes the machine's tags from every sidecar at or below the paths, in all formats,
// even in folders that were moved. Returns the exit code. Throws what the store throws; Error kUsage for
// --all if the user cannot be asked.
int undo_export(const ExportOptions& options, ScoreStore& store);

}  // namespace jtp
