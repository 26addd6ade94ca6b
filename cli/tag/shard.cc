// SPDX-License-Identifier: Apache-2.0
#include "cli/tag/shard.h"

#include <fmt/core.h>

#include <cstdint>
#include <cstdlib>

#include "jtp/base/error.h"
#include "jtp/base/hash.h"
#include "jtp/base/parse_number.h"

namespace jtp {
namespace {

// Nothing unless both are set. One alone can be: SLURM_NTASKS is, in the shell of a batch job.
std::optional<LaunchedShard> from_variables(const char* rank_name, const char* size_name) {
  const char* rank_text = std::getenv(rank_name);
  const char* size_text = std::getenv(size_name);
  if (rank_text == nullptr || size_text == nullptr) return std::nullopt;
  const auto rank = parse_number<int>(rank_text);
  const auto size = parse_number<int>(size_text);
  if (!rank || !size || *rank < 0 || *rank >= *size) {
    fail(ErrorKind::kUsage, "{}='{}' and {}='{}' are not a rank and a size; --shard I/N overrides them",
         rank_name, rank_text, size_name, size_text);
  }
  return LaunchedShard{.shard = {.number = *rank + 1, .count = *size}, .variable = rank_name};
}

// FNV-1a, with its bits mixed (the last step of MurmurHash3) so that the lowest bits depend on all.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = fnv1a(text);
  hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdu;
  hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53u;
  return hash ^ hash >> 33;
}

}  // namespace

Shard parse_shard(std::string_view text) {
  const auto slash = text.find('/');
  const auto number = parse_number<int>(text.substr(0, slash));
  const auto count =
      slash == std::string_view::npos ? std::nullopt : parse_number<int>(text.substr(slash + 1));
  if (!number || !count || *number < 1 || *number > *count) {
    fail(ErrorKind::kUsage, "--shard {}: give I/N with I from 1 to N, such as 1/4", text);
  }
  return {.number = *number, .count = *count};
}

std::optional<LaunchedShard> shard_from_environment() {
  if (auto shard = from_variables("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE")) return shard;
  return from_variables("SLURM_PROCID", "SLURM_NTASKS");
}

bool is_in_shard(const Shard& shard, const std::filesystem::path& picture) {
  std::filesystem::path name = picture.lexically_normal();
  name.replace_extension();
  const auto count = static_cast<std::uint64_t>(shard.count);
  return hash_of(name.string()) % count == static_cast<std::uint64_t>(shard.number - 1);
}

std::filesystem::path shard_file(const std::filesystem::path& file, const Shard& shard) {
  if (shard.count == 1) return file;
  std::filesystem::path own = file;
  own.replace_filename(fmt::format("{}.{}-of-{}{}", file.stem().string(), shard.number, shard.count,
                                   file.extension().string()));
  return own;
}

}  // namespace jtp
