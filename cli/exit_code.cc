// SPDX-License-Identifier: Apache-2.0
#include "cli/exit_code.h"

namespace jtp {

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
      return kExitUsage;
    case ErrorKind::kModel:
      return kExitModel;
    case ErrorKind::kDevice:
      return kExitDevice;
    case ErrorKind::kCancelled:
      return kExitReaderLeft;
    case ErrorKind::kNotFound:
    case ErrorKind::kIo:
    case ErrorKind::kInvalidInput:
    case ErrorKind::kUnsupported:
    case ErrorKind::kNetwork:
    case ErrorKind::kInternal:
      return kExitSomeFailed;
  }
  return kExitSomeFailed;
}

}  // namespace jtp
