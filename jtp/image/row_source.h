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

// A picture whose rows come one after the other, from the top, so that it need not be in memory as a whole.
struct RowSource {
  int width = 0;   // pixels, >= 1
  int height = 0;  // pixels, >= 1
  Opacity opacity = Opacity::kUnknown;

  // The next row, `width` pixels as in Image; it lasts until the next call, and there are `height` calls.
  // Throws Error kInvalidInput where the file turns out to be corrupt or truncated, with the last row at the
  // latest.
  std::function<std::span<const std::uint8_t>()> next_row;

  // The picture's own size, where its decoder has reduced it (DecodeOptions::fast_decode).
  std::optional<FullSize> reduced_from = std::nullopt;

  FullSize full_size() const { return reduced_from.value_or(FullSize{width, height}); }
};

// The rows of a picture in memory. It must outlive the source; the second version takes it along.
RowSource rows_of(const Image& image);
RowSource rows_of(Image&& image);

// All rows.
Image read_all(const RowSource& rows);

}  // namespace jtp
