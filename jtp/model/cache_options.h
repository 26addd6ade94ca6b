// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace jtp {

// A folder for data that can be recomputed: hashes of models and packed weights. Its content may be removed
// at any time. If it cannot be written, only the next start is slower.
struct CacheOptions {
  std::filesystem::path folder;  // created when the first file is stored
  std::uint64_t limit_bytes =
      8ULL << 30;  // of packed weights; the least recently used are removed; 0: keep none
  std::uint64_t worthwhile_bytes = 64ULL << 20;  // smaller weights are not kept: packing takes milliseconds
};

}  // namespace jtp
