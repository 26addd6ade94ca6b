// SPDX-License-Identifier: Apache-2.0
#include <span>
#include <string>

#include "cli/run_command.h"
#include "cli/train_run.h"

// jtp-train: what `jtp train` becomes. A program of its own, because LibTorch is linked to nothing else.
int main(int argc, char** argv) {
  static constexpr jtp::Command kTrain = {"train", "", jtp::run_training};
  std::string name(kTrain.name);
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (!arguments.empty()) arguments.front() = name.data();
  return jtp::run_command(kTrain, arguments);
}
