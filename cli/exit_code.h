// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/base/error.h"

namespace jtp {

// What the program's exit code means (docs/cli.md). After a signal it is 128 + the signal's number, as in a
// shell.
enum ExitCode : int {
  kExitAllDone = 0,
  kExitSomeFailed = 1,
  kExitUsage = 2,
  kExitModel = 3,
  kExitDevice = 4,
  kExitReaderLeft = 141,  // 128 + SIGPIPE: who read standard output has gone
};

int exit_code(ErrorKind kind);

}  // namespace jtp
