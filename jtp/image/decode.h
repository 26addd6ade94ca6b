// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "jtp/image/image.h"
#include "jtp/image/row_source.h"

namespace jtp {

enum class ImageFormat { kUnknown, kJpeg, kPng, kWebp, kGif, kTiff, kBmp, kAvif, kJxl };

// "jpeg", "png", ... or "unknown".
std::string_view to_string(ImageFormat format);

// The format according to the first bytes; the name of the file does not matter.
ImageFormat sniff_format(std::span<const std::byte> bytes);

// Whether this build can decode the format (AVIF and JPEG XL depend on libraries found at build time).
bool is_supported(ImageFormat format);

struct DecodeOptions {
  // Pictures with more pixels are refused before anything is allocated. The default is where Pillow raises
  // DecompressionBombError (twice its MAX_IMAGE_PIXELS).
  std::int64_t max_pixels = 178'956'970;
  // Turn the picture according to its EXIF orientation. Off by default, because the reference ignores the
  // tag.
  bool exif_rotate = false;
  // Let libjpeg halve large JPEGs once, twice or three times while decoding, but keep at least
  // kFastDecodeSide pixels on the longest side. Faster, but different from Pillow: tags near their threshold
  // may change.
  bool fast_decode = false;
};

inline constexpr int kFastDecodeSide = 768;  // twice the input size of the published models

// The first frame of a picture file, converted as Pillow's Image.open(...).convert("RGBA") does: bit for bit
// for JPEG, PNG, WebP, GIF, TIFF and BMP; AVIF and JPEG XL as their libraries convert to RGBA. Throws Error:
// kInvalidInput (unknown content, truncated, corrupt), kUnsupported (too many pixels, or a format or variant
// that this build does not read). The message does not name the file; the caller adds the path.
//
// `bytes` must outlive the rows. JPEGs and most PNGs are decoded row by row on demand, other formats at once.
RowSource open_image(std::span<const std::byte> bytes, const DecodeOptions& options = {});

// All rows of open_image().
Image decode_image(std::span<const std::byte> bytes, const DecodeOptions& options = {});

}  // namespace jtp
