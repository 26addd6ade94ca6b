// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace jtp {

// One of several processes that share the pictures of a request without talking to each other.
struct Shard {
  int number = 1;  // 1...count
  int count = 1;
  bool operator==(const Shard&) const = default;
};

// "2/4". Throws Error kUsage for anything else, and for 0/4 or 5/4.
Shard parse_shard(std::string_view text);

// The rank (from 0) that `srun` or `mpirun` (Open MPI) gave this process, as a shard: SLURM_PROCID of
// SLURM_NTASKS, or OMPI_COMM_WORLD_RANK of OMPI_COMM_WORLD_SIZE, which wins because mpirun may run inside a
// Slurm job. Nothing if neither is set. Throws Error kUsage naming variables with invalid values.
struct LaunchedShard {
  Shard shard;
  std::string variable;  // the rank came from
};
std::optional<LaunchedShard> shard_from_environment();

// Whether the picture belongs to the shard. This depends only on the path as given, without its extension.
// Pictures that share a caption are therefore in the same shard, and files that are added or removed do not
// move others to another shard.
bool is_in_shard(const Shard& shard, const std::filesystem::path& picture);

// The shard's own file: "scores.sqlite" -> "scores.2-of-4.sqlite"; unchanged if there is only one shard.
std::filesystem::path shard_file(const std::filesystem::path& file, const Shard& shard);

}  // namespace jtp
