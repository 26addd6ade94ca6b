// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "jtp/data/manifest.h"

namespace jtp {

inline constexpr std::int64_t kMaxSampleBytes = std::int64_t{256} << 20;  // for a picture file

// The bytes of a sample's picture: `file`, or a member of the archive `file`. Throws Error kNotFound, kIo,
// kInvalidInput (the archive is too short), kUnsupported (more than kMaxSampleBytes); messages name the file.
std::vector<std::byte> read_sample_picture(const std::filesystem::path& file,
                                           const PictureLocation& location);

}  // namespace jtp
