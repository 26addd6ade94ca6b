// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

namespace jtp {

// From now on, the first SIGINT or SIGTERM sets interrupted() and interrupts a blocking read; the second one
// ends the process at once. SIGPIPE is ignored, so writing to a closed pipe is an ordinary error.
void install_signal_handlers();

// Whether the user or the system asked the program to stop.
const std::atomic<bool>& interrupted();

// 128 + the number of the signal that raised interrupted().
int interrupted_exit_code();

}  // namespace jtp
