// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/train/checkpoint.h"
#include "jtp/train/comm.h"

namespace jtp {

// Gives all processes the parameters, optimiser and run of rank 0, which is the only one that has read files.
void broadcast_state(const Comm& comm, const TrainedNetwork& network, RunState& state);

}  // namespace jtp
