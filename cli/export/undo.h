// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/export/options.h"
#include "jtp/store/score_store.h"

namespace jtp {

// `jtp export --undo`: takes the machine's tags out of every sidecar at or below the paths, whatever its
// format, also where a folder was moved since. Returns the exit code. Throws what the store throws; Error
// kUsage for --all without an answer.
int undo_export(const ExportOptions& options, ScoreStore& store);

}  // namespace jtp
