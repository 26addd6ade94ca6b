// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/base/error.h"

namespace jtp {

// The meaning of the program's exit codes (docs/cli.md). After a signal the code is 128 + the signal's
// number, as in a shell.
enum ExitCode : int {
  kExitAllDone = 0,
  kExitSomeFailed = 1,
  kExitUsage = 2,
  kExitModel = 3,
  kExitDevice = 4,
  kExitReaderLeft = 141,  // 128 + SIGPIPE: the reader of standard output is gone
};

int exit_code(ErrorKind kind);

}  // namespace jtp
