// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/launch.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/errors.h"

namespace jtp {
namespace {

using Environment = std::map<std::string, std::string>;

Launch launch_in(const Environment& environment) {
  return find_launch([&](const char* name) -> std::optional<std::string> {
    const auto it = environment.find(name);
    if (it == environment.end()) return std::nullopt;
    return it->second;
  });
}

TEST(Launch, IsOneProcessWithoutALauncher) {
  const Launch launch = launch_in({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "8"}});  // a shell of salloc
  EXPECT_EQ(launch.place.world, 1);
  EXPECT_EQ(launch.place.rank, 0);
}

TEST(Launch, FollowsTorchrun) {
  const Launch launch = launch_in({{"RANK", "3"},
                                   {"WORLD_SIZE", "8"},
                                   {"LOCAL_RANK", "1"},
                                   {"MASTER_ADDR", "node7"},
                                   {"MASTER_PORT", "1234"},
                                   {"TORCHELASTIC_USE_AGENT_STORE", "True"}});
  EXPECT_EQ(launch.place.rank, 3);
  EXPECT_EQ(launch.place.world, 8);
  EXPECT_EQ(launch.local_rank, 1);
  EXPECT_EQ(launch.address, "node7");
  EXPECT_EQ(launch.port, 1234);
  EXPECT_EQ(launch.server, StoreServer::kLauncher);
}

TEST(Launch, FollowsSlurm) {
  Environment slurm = {{"SLURM_PROCID", "5"},
                       {"SLURM_STEP_NUM_TASKS", "8"},
                       {"SLURM_LOCALID", "2"},
                       {"SLURM_STEP_NODELIST", "gpu[03-07,11],login"}};
  EXPECT_EQ(launch_in(slurm).address, "gpu03");
  EXPECT_EQ(launch_in(slurm).place.rank, 5);
  EXPECT_EQ(launch_in(slurm).local_rank, 2);
  slurm["SLURM_STEP_NODELIST"] = "alpha,beta[1-2]";
  EXPECT_EQ(launch_in(slurm).address, "alpha");
  slurm["SLURM_STEP_NODELIST"] = "gpu12";
  EXPECT_EQ(launch_in(slurm).address, "gpu12");
}

TEST(Launch, FollowsOpenMpi) {
  Environment mpi = {{"OMPI_COMM_WORLD_RANK", "1"},
                     {"OMPI_COMM_WORLD_SIZE", "2"},
                     {"OMPI_COMM_WORLD_LOCAL_RANK", "1"},
                     {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}};
  EXPECT_EQ(launch_in(mpi).address, "127.0.0.1");
  EXPECT_EQ(launch_in(mpi).place.world, 2);
  mpi["OMPI_COMM_WORLD_LOCAL_SIZE"] = "1";
  test::expect_error(ErrorKind::kUsage, "MASTER_ADDR is not set", [&] { launch_in(mpi); });
}

TEST(Launch, NamesInvalidVariables) {
  test::expect_error(ErrorKind::kUsage, "RANK is not set", [] { launch_in({{"WORLD_SIZE", "2"}}); });
  test::expect_error(ErrorKind::kUsage, "RANK is 'x', but must be a number", [] {
    launch_in({{"WORLD_SIZE", "2"}, {"RANK", "x"}});
  });
  test::expect_error(ErrorKind::kUsage, "RANK is 2, but WORLD_SIZE is 2", [] {
    launch_in({{"WORLD_SIZE", "2"}, {"RANK", "2"}});
  });
}

}  // namespace
}  // namespace jtp
