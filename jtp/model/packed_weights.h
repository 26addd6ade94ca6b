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

// Files of packed weights: VitWeights as they are in memory, to be mapped rather than read (docs/formats.md).

// The weights of a file with the format `format`, which they keep mapped. All of it is read once for its
// checksum. Throws Error kModel naming the file: tensors that are missing, too many, of another size or not
// aligned, or damaged.
VitWeights map_packed_weights(const std::shared_ptr<const SafetensorsFile>& file, const PackedFormat& format,
                              ThreadPool& pool);

// Writes such a file, atomically. Throws Error kIo, kNotFound.
void write_packed_weights(const std::filesystem::path& path, const PackedFormat& format,
                          const VitWeights& weights, ThreadPool& pool);

// Bytes of memory, and of file but for its header.
std::uint64_t size_of(const VitWeights& weights, const PackedFormat& format);

}  // namespace jtp
