// SPDX-License-Identifier: Apache-2.0
#include <malloc.h>

#include <span>
#include <string>

#include "cli/run_command.h"
#include "cli/train/run.h"

namespace {

// Each step frees some hundred megabytes that the next one allocates again. By default glibc returns them to
// the system in between, and the page faults take a tenth of a small network's time (configs/mini.toml, 14
// steps on one core: 1.2 s of system time without this function, 0.3 s with it).
void keep_freed_memory() {
  ::mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the maximum that glibc allows
  ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

}  // namespace

// jtp-train, which `jtp train` runs. It is a separate program, because only it is linked to LibTorch.
int main(int argc, char** argv) {
  static constexpr jtp::Command kTrain = {"train", "", jtp::run_training};
  keep_freed_memory();
  std::string name(kTrain.name);
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (!arguments.empty()) arguments.front() = name.data();
  return jtp::run_command(kTrain, arguments);
}
