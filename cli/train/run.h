// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace jtp {

// `jtp train` in the program that is linked to LibTorch.
int run_training(int argc, char** argv);

}  // namespace jtp
