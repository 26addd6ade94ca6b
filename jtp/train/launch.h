// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "jtp/loader/batch_plan.h"

namespace jtp {

// Where the process with rank 0 is listening, or whatever launched the processes.
enum class StoreServer { kRankZero, kLauncher };

// How a process finds the others of its run.
struct Launch {
  WorldPlace place;
  int local_rank = 0;                 // among those on this machine; picks the GPU
  std::string address = "127.0.0.1";  // of the store where they meet
  int port = 29500;
  StoreServer server = StoreServer::kRankZero;
  std::string network_interface;  // for traffic between machines; empty: the one of the host's name
};

// Reads it from the environment as torchrun (RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT), Slurm's srun or
// Open MPI's mpirun set it; one process alone where none did. `variable` returns the value of an environment
// variable. Throws Error kUsage naming the variable that is missing or no number.
Launch find_launch(const std::function<std::optional<std::string>(const char* name)>& variable);

}  // namespace jtp
