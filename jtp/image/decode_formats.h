// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "jtp/image/decode.h"
#include "jtp/image/image.h"
#include "jtp/image/row_source.h"

// One decoder per format; decode_image() chooses the right one. All have the same contract:
//
//   bytes       the whole file
//   max_pixels  (of the options) larger pictures are refused before their pixels are allocated
//   returns     the first frame as RGBA, not turned by EXIF; open_...() gives it row by row and needs `bytes`
//               until the last one
//   throws      Error kInvalidInput (corrupt, truncated), kUnsupported (too large, a variant that is
//               not read)
//
// Their memory is bounded by max_pixels and the size of the file. They write nothing to stderr (except what
// dav1d and libjxl themselves print about damaged files). If the C library reports errors with longjmp, no
// object with a destructor exists between its setjmp and the call: allocation and conversion happen outside
// the functions that call the library.

namespace jtp {

RowSource open_jpeg(std::span<const std::byte> bytes, const DecodeOptions& options);
RowSource open_png(std::span<const std::byte> bytes, const DecodeOptions& options);
Image decode_webp(std::span<const std::byte> bytes, std::int64_t max_pixels);
Image decode_gif(std::span<const std::byte> bytes, std::int64_t max_pixels);
Image decode_tiff(std::span<const std::byte> bytes, std::int64_t max_pixels);
Image decode_bmp(std::span<const std::byte> bytes, std::int64_t max_pixels);

// Optional: decode_avif.cc and decode_jxl.cc, or no_avif.cc and no_jxl.cc if the library was not found.
Image decode_avif(std::span<const std::byte> bytes, std::int64_t max_pixels);
Image decode_jxl(std::span<const std::byte> bytes, std::int64_t max_pixels);
bool has_avif();
bool has_jxl();

// Throws Error kInvalidInput if a side is not positive, kUnsupported above max_pixels.
void check_size(std::int64_t width, std::int64_t height, std::int64_t max_pixels);

// A zeroed picture. Throws what check_size() throws.
Image make_image(std::int64_t width, std::int64_t height, std::int64_t max_pixels);

// The first byte of row y, counted from the top.
inline std::uint8_t* row_of(Image& image, std::int64_t y) {
  return image.rgba.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) * 4;
}

}  // namespace jtp
