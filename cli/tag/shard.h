// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace jtp {

// One of several processes that share the pictures of a request among them without talking to each other.
struct Shard {
  int number = 1;  // 1...count
  int count = 1;
  bool operator==(const Shard&) const = default;
};

// "2/4". Throws Error kUsage for anything else, and for 0/4 or 5/4.
Shard parse_shard(std::string_view text);

// The ranks that `srun` and `mpirun` (Open MPI) give their processes, from 0, as a shard: SLURM_PROCID of
// SLURM_NTASKS, or OMPI_COMM_WORLD_RANK of OMPI_COMM_WORLD_SIZE, which wins because mpirun may run inside a
// job of Slurm. Nothing where neither is set. Throws Error kUsage naming variables that make no sense.
struct LaunchedShard {
  Shard shard;
  std::string variable;  // that told
};
std::optional<LaunchedShard> shard_from_environment();

// Whether the picture is the shard's. It depends on the path as it was named, without its extension: so
// pictures that share a caption share a shard, and whoever lists the folder later, with more or fewer files
// in it, comes to the same result.
bool is_in_shard(const Shard& shard, const std::filesystem::path& picture);

// A file of the shard's own: "scores.sqlite" -> "scores.2-of-4.sqlite"; as it is where there is one shard.
std::filesystem::path shard_file(const std::filesystem::path& file, const Shard& shard);

}  // namespace jtp
