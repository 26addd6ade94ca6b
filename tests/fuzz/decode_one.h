// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "jtp/base/error.h"
#include "jtp/image/decode.h"
#include "jtp/image/exif.h"
#include "jtp/image/image.h"
#include "jtp/image/row_source.h"

namespace jtp::fuzz {

template <RowSource (*open)(std::span<const std::byte>, const DecodeOptions&)>
Image read_all_of(std::span<const std::byte> bytes, std::int64_t max_pixels) {
  return read_all(open(bytes, {.max_pixels = max_pixels}));
}

// Whatever the bytes are, a decoder returns a picture within the limit or throws Error. Seeds: the files of
// the format below tests/golden/image.
inline int decode_one(Image (*decode)(std::span<const std::byte>, std::int64_t),
                      std::span<const std::uint8_t> data) {
  constexpr std::int64_t kMaxPixels = 1 << 20;
  const std::span<const std::byte> bytes = std::as_bytes(data);
  try {
    const Image image = decode(bytes, kMaxPixels);
    const std::int64_t pixels = std::int64_t{image.width} * image.height;
    if (image.width < 1 || image.height < 1 || pixels > kMaxPixels) std::abort();
    if (image.rgba.size() != static_cast<std::size_t>(pixels) * 4) std::abort();
    upright(image, exif_orientation(bytes, sniff_format(bytes)));
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kInternal) std::abort();
  }
  return 0;
}

}  // namespace jtp::fuzz
