// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "jtp/base/thread_pool.h"
#include "jtp/files/safetensors.h"
#include "jtp/model/packed_format.h"
#include "jtp/model/weights.h"

namespace jtp {

// Files of packed weights: VitWeights exactly as in memory, so that they can be mapped (docs/formats.md).

// The weights of `file`, which must have the format `format`; they keep it mapped. The whole file is read
// once to verify its checksum. Throws Error kModel naming the file if tensors are missing, superfluous, of
// another size or not aligned, or if the checksum differs.
VitWeights map_packed_weights(const std::shared_ptr<const SafetensorsFile>& file, const PackedFormat& format,
                              ThreadPool& pool);

// Writes such a file, atomically. Throws Error kIo, kNotFound.
void write_packed_weights(const std::filesystem::path& path, const PackedFormat& format,
                          const VitWeights& weights, ThreadPool& pool);

// The bytes that `weights` take in memory, and in a file without its header.
std::uint64_t size_of(const VitWeights& weights, const PackedFormat& format);

}  // namespace jtp
