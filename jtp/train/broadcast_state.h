// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/train/checkpoint.h"
#include "jtp/train/comm.h"

namespace jtp {

// Gives every process rank 0's parameters, optimiser and run: it alone has read files.
void broadcast_state(const Comm& comm, const TrainedNetwork& network, RunState& state);

}  // namespace jtp
