// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/weight_cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <system_error>

#include "jtp/base/error.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

// The prefix of AtomicFile's incomplete files. A killed process leaves one behind; none takes an hour to
// write.
constexpr std::string_view kTemporaryPrefix = ".jtp-";
constexpr std::chrono::hours kAbandonedAfter{1};

std::string_view name_of(ElementType type) {
  return type == ElementType::kInt8 ? "int8" : type == ElementType::kBf16 ? "bf16" : "f32";
}

// A different name for different bytes, so that programs with other instruction sets do not replace each
// other's files.
fs::path path_for(const fs::path& cache_folder, const PackedFormat& format) {
  return packed_folder(cache_folder) /
         fmt::format("{}-{}-{}-{}-v{}.safetensors", format.model_sha256.substr(0, 16),
                     name_of(format.types.linear), name_of(format.types.between), format.panel,
                     kPackedVersion);
}

void remove_abandoned(const fs::path& folder) {
  std::error_code ignored;
  for (fs::directory_iterator it(folder, ignored), end; it != end; it.increment(ignored)) {
    if (!it->path().filename().string().starts_with(kTemporaryPrefix)) continue;
    const auto written = it->last_write_time(ignored);
    if (!ignored && fs::file_time_type::clock::now() - written > kAbandonedAfter)
      fs::remove(it->path(), ignored);
  }
}

// Removes the least recently used files beyond the limit, but never `kept`.
void remove_excess(const CacheOptions& options, const fs::path& kept) {
  std::uint64_t total = 0;
  std::error_code ignored;
  for (const CachedWeights& file : list_cached_weights(options.folder)) {
    total += file.bytes;
    if (total > options.limit_bytes && file.path != kept) fs::remove(file.path, ignored);
  }
}

}  // namespace

fs::path packed_folder(const fs::path& cache_folder) { return cache_folder / "packed"; }

std::vector<CachedWeights> list_cached_weights(const fs::path& cache_folder) {
  std::vector<CachedWeights> files;
  std::error_code error;
  for (fs::directory_iterator it(packed_folder(cache_folder), error), end; it != end; it.increment(error)) {
    if (it->path().extension() != ".safetensors") continue;
    std::error_code gone;  // it may vanish after it was listed
    const CachedWeights file = {it->path(), it->file_size(gone), it->last_write_time(gone)};
    if (!gone) files.push_back(file);
  }
  std::sort(files.begin(), files.end(),
            [](const CachedWeights& a, const CachedWeights& b) { return a.used > b.used; });
  return files;
}

std::optional<VitWeights> load_cached_weights(const CacheOptions& options, const PackedFormat& format,
                                              ThreadPool& pool) {
  const fs::path path = path_for(options.folder, format);
  try {
    const auto file = std::make_shared<const SafetensorsFile>(path);
    if (!is_packed(*file) || read_packed_format(*file) != format) return std::nullopt;
    std::optional<VitWeights> weights = map_packed_weights(file, format, pool);
    std::error_code ignored;  // a read-only folder
    fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
    return weights;
  } catch (const Error&) {
    return std::nullopt;  // whatever the reason, the original weights can be used
  }
}

void store_cached_weights(const CacheOptions& options, const PackedFormat& format, const VitWeights& weights,
                          ThreadPool& pool) {
  const std::uint64_t bytes = size_of(weights, format);
  if (bytes < options.worthwhile_bytes || bytes > options.limit_bytes) return;
  const fs::path path = path_for(options.folder, format);
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) return;
  remove_abandoned(path.parent_path());
  try {
    write_packed_weights(path, format, weights, pool);
  } catch (const Error&) {
    return;  // no permission or no space: the next start packs again
  }
  remove_excess(options, path);
}

}  // namespace jtp
