// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/launch.h"

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"

namespace jtp {
namespace {

using Variable = std::function<std::optional<std::string>(const char* name)>;

int number(const Variable& variable, const char* name) {
  const std::optional<std::string> text = variable(name);
  if (!text) fail(ErrorKind::kUsage, "{} is not set, but other variables of its launcher are", name);
  const auto value = parse_number<int>(*text);
  if (!value || *value < 0 || *value > 65535)
    fail(ErrorKind::kUsage, "{} is '{}', but must be a number from 0 to 65535", name, *text);
  return *value;
}

int number_or(const Variable& variable, const char* name, int otherwise) {
  return variable(name) ? number(variable, name) : otherwise;
}

struct Launcher {
  const char* rank;
  const char* world;
  const char* local_rank;
};
// Uses SLURM_STEP_NUM_TASKS, because srun sets it and a shell inside an allocation does not have it.
constexpr Launcher kTorchrun = {"RANK", "WORLD_SIZE", "LOCAL_RANK"};
constexpr Launcher kSlurm = {"SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_LOCALID"};
constexpr Launcher kOpenMpi = {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK"};

// The first host of "node[03-07,11],login" or "node3,node4".
std::string first_host(const std::string& nodes) {
  const std::size_t bracket = nodes.find('['), comma = nodes.find(',');
  if (bracket == std::string::npos || comma < bracket) return nodes.substr(0, comma);
  const std::size_t end = nodes.find_first_of("-,]", bracket);
  return nodes.substr(0, bracket) + nodes.substr(bracket + 1, end - bracket - 1);
}

// Ranks on one machine meet at 127.0.0.1. On several machines, the environment must name the host of rank 0.
std::string meeting_point(const Variable& variable, const Launcher& launcher, int world) {
  if (const auto address = variable("MASTER_ADDR")) return *address;
  if (const auto nodes = variable("SLURM_STEP_NODELIST"); nodes && launcher.rank == kSlurm.rank)
    return first_host(*nodes);
  if (world > 1 && number_or(variable, "OMPI_COMM_WORLD_LOCAL_SIZE", world) != world)
    fail(ErrorKind::kUsage, "MASTER_ADDR is not set; set it to the host of the process with rank 0");
  return Launch().address;
}

}  // namespace

Launch find_launch(const Variable& variable) {
  Launch launch;
  for (const Launcher& launcher : {kTorchrun, kSlurm, kOpenMpi}) {
    if (!variable(launcher.world)) continue;
    launch.place.rank = number(variable, launcher.rank);
    launch.place.world = number(variable, launcher.world);
    launch.local_rank = number_or(variable, launcher.local_rank, 0);
    if (launch.place.rank >= launch.place.world) {
      fail(ErrorKind::kUsage, "{} is {}, but {} is {}", launcher.rank, launch.place.rank, launcher.world,
           launch.place.world);
    }
    launch.address = meeting_point(variable, launcher, launch.place.world);
    launch.port = number_or(variable, "MASTER_PORT", launch.port);
    if (variable("TORCHELASTIC_USE_AGENT_STORE") == "True") launch.server = StoreServer::kLauncher;
    launch.network_interface = variable("GLOO_SOCKET_IFNAME").value_or("");
    return launch;
  }
  return launch;
}

}  // namespace jtp
