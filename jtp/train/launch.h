// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "jtp/loader/batch_plan.h"

namespace jtp {

// Which process runs the store: the one with rank 0, or the launcher.
enum class StoreServer { kRankZero, kLauncher };

// How a process finds the others of its run.
struct Launch {
  WorldPlace place;
  int local_rank = 0;                 // among the processes on this machine; selects the GPU
  std::string address = "127.0.0.1";  // of the store where the processes meet
  int port = 29500;
  StoreServer server = StoreServer::kRankZero;
  std::string network_interface;  // for traffic between machines; empty: the one of the host name
};

// Reads the variables that torchrun (RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT), Slurm's srun or Open MPI's
// mpirun set; a single process if there are none. `variable` returns the value of an environment variable.
// Throws Error kUsage naming a variable that is missing or not a number.
Launch find_launch(const std::function<std::optional<std::string>(const char* name)>& variable);

}  // namespace jtp
