// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "jtp/base/thread_pool.h"
#include "jtp/model/cache_options.h"
#include "jtp/model/packed_weights.h"
#include "jtp/model/weights.h"

namespace jtp {

// Packed weights between runs: files <folder>/packed/<start of the model's SHA-256>-<types>-<panel>-<version>
// .safetensors. Processes share the memory of what they map, and may build and remove files at any time: a
// file appears whole, and one that is removed lives on for those who have mapped it.

// Nothing where there is no such file, or one that is damaged or says anything else than `format`.
std::optional<VitWeights> load_cached_weights(const CacheOptions& options, const PackedFormat& format,
                                              ThreadPool& pool);

// Keeps them where that is worth it, and removes the least recently used files beyond the limit. Where
// nothing can be written, nothing is kept.
void store_cached_weights(const CacheOptions& options, const PackedFormat& format, const VitWeights& weights,
                          ThreadPool& pool);

struct CachedWeights {
  std::filesystem::path path;
  std::uint64_t bytes = 0;
  std::filesystem::file_time_type used;  // last
};

std::filesystem::path packed_folder(const std::filesystem::path& cache_folder);

// All of them, the most recently used first.
std::vector<CachedWeights> list_cached_weights(const std::filesystem::path& cache_folder);

}  // namespace jtp
