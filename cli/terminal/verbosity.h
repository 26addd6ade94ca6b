// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace jtp {

// How much a command says on stderr: -q, neither, -v.
enum class Verbosity { kQuiet, kNormal, kVerbose };

}  // namespace jtp
