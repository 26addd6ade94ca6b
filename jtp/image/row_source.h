// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "jtp/image/image.h"

namespace jtp {

enum class Opacity {
  kUnknown,
  kOpaque,  // every alpha is 255
};

struct FullSize {
  int width = 0;
  int height = 0;
};

// A picture whose rows are read one after the other from the top, so it need not be in memory as a whole.
struct RowSource {
  int width = 0;   // pixels, >= 1
  int height = 0;  // pixels, >= 1
  Opacity opacity = Opacity::kUnknown;

  // The next row: `width` pixels as in Image, valid until the next call; call it `height` times. Throws Error
  // kInvalidInput if the file turns out to be corrupt or truncated, at the latest with the last row.
  std::function<std::span<const std::uint8_t>()> next_row;

  // The original size, if the decoder has reduced the picture (DecodeOptions::fast_decode).
  std::optional<FullSize> reduced_from = std::nullopt;

  FullSize full_size() const { return reduced_from.value_or(FullSize{width, height}); }
};

// The rows of a picture in memory. The first version refers to the picture, which must outlive the source;
// the second one owns it.
RowSource rows_of(const Image& image);
RowSource rows_of(Image&& image);

// Reads all rows.
Image read_all(const RowSource& rows);

}  // namespace jtp
