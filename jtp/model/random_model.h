// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "jtp/model/config.h"

namespace jtp {

// Networks of the JTP architecture with random weights, to measure speed and memory and to compare builds
// without the published files.
enum class RandomModelSize {
  kSo400m,  // like the published ones: 438.7 M weights
  kTiny,    // the same architecture with two small blocks
};

// Trained networks have a few channels that are much larger than the others: the hard case for int8.
enum class RandomChannels {
  kEven,
  kOutliers,          // in each block, 8 channels of the layer norms have 16 times the gain
  kBalancedOutliers,  // the same, and the weights of these channels are 1/16: the same function as kEven
};

// Writes model.safetensors (F32; weights about N(0, 1 / fan-in), norms near 1), tags.json (tag_0 ...) and
// config.json to `folder`, which is created if necessary. Returns the path of the weights. The bytes are the
// same on every machine. Throws Error kIo, kNotFound.
std::filesystem::path write_random_model(RandomModelSize size, std::uint64_t seed,
                                         const std::filesystem::path& folder,
                                         RandomChannels channels = RandomChannels::kEven);

// [3, S, S], uniform in [-1, 1); the same on every machine.
std::vector<float> random_pixels(const VitConfig& config, std::uint64_t seed);

}  // namespace jtp
