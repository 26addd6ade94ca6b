// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/store/database.h"

namespace jtp {

// The schema of a store (docs/formats.md) as a sequence of steps: version n is the result of the first n
// steps.
int schema_version();

// The version of an open store, 0 for an empty database. Throws Error kInvalidInput if it belongs to another
// program, kUnsupported if it is newer than schema_version().
int stored_version(Database& database);

// Brings an empty database or an older store to schema_version() in one transaction; a new one is switched to
// write-ahead logging. Safe even if other processes do the same.
void migrate(Database& database);

}  // namespace jtp
