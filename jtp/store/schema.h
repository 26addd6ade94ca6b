// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/store/database.h"

namespace jtp {

// The schema of a store (docs/formats.md), as a sequence of steps: version n is what the first n steps make.
int schema_version();

// The version of an open store, 0 for an empty database. Throws Error kInvalidInput where it belongs to
// another program, kUnsupported where it is newer than schema_version().
int stored_version(Database& database);

// Brings an empty database or an older store to schema_version() in one transaction, switching a new one to
// write-ahead logging. Safe beside other processes that do the same.
void migrate(Database& database);

}  // namespace jtp
