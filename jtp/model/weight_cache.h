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

// Packed weights are kept between runs in files <folder>/packed/<start of the model's
// SHA-256>-<types>-<panel>-<version> .safetensors. Processes share the memory of mapped files, and may create
// and remove files at any time: a file appears only when complete, and a removed file stays valid for
// processes that have mapped it.

// Nothing if there is no such file, or it is damaged or has another format than `format`.
std::optional<VitWeights> load_cached_weights(const CacheOptions& options, const PackedFormat& format,
                                              ThreadPool& pool);

// Stores `weights` if they have at least options.worthwhile_bytes and are within the limit, then removes the
// least recently used files beyond the limit. Errors of writing are ignored: then nothing is stored.
void store_cached_weights(const CacheOptions& options, const PackedFormat& format, const VitWeights& weights,
                          ThreadPool& pool);

struct CachedWeights {
  std::filesystem::path path;
  std::uint64_t bytes = 0;
  std::filesystem::file_time_type used;  // the last time
};

std::filesystem::path packed_folder(const std::filesystem::path& cache_folder);

// All cached weights, the most recently used first.
std::vector<CachedWeights> list_cached_weights(const std::filesystem::path& cache_folder);

}  // namespace jtp
