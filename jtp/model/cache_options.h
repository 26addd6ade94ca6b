// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace jtp {

// Where things are kept that can be found out again: hashes of models and packed weights. Everything in the
// folder may be removed at any time; a folder that cannot be written only makes the next start slower.
struct CacheOptions {
  std::filesystem::path folder;            // made when there is something to keep
  std::uint64_t limit_bytes = 8ULL << 30;  // of packed weights: the least recently used go; 0: keep none
  std::uint64_t worthwhile_bytes = 64ULL << 20;  // smaller weights are packed anew in milliseconds
};

}  // namespace jtp
