// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "jtp/image/image.h"
#include "jtp/image/row_source.h"

namespace jtp {

struct RowKernels;

struct FittedSize {
  int width = 0;
  int height = 0;
};

// The size of a width x height picture whose longest side is fitted to `side` pixels, also if that enlarges
// it. Rounds half to even in float64; at most `side`. The shorter side may become 0 (for ratios of 2*side : 1
// and beyond).
FittedSize fit_size(int width, int height, int side);

// Position of the top left corner of a fitted picture in the network's input, in pixels. Parts outside are
// cut off.
struct Placement {
  int left = 0;
  int top = 0;
};

// Converts a decoded picture to the network's input in the steps of the model card: fit -> to_float ->
// composite -> normalize -> pad. Bit-exact with the reference (docs/preprocessing.md).
class Preprocessor {
 public:
  // `side`: the network's input size S in pixels (384 for the published models). Throws what active_isa()
  // throws.
  explicit Preprocessor(int side);

  int side() const { return side_; }

  // Fits the longest side with Lanczos on premultiplied RGBA; a picture of the right size is returned
  // unchanged. Throws Error kInvalidInput for a picture so narrow that a side would be 0 pixels, which the
  // reference refuses too, and what rows.next_row() throws.
  Image fit(const RowSource& rows) const { return fit(rows, side_); }
  Image fit(const Image& image) const { return fit(rows_of(image)); }

  // The same for `longest` pixels (>= 1) instead of side().
  Image fit(const RowSource& rows, int longest) const;

  // to_float, composite over 50 % grey, normalize to -1..1 and pad with 0 to [3, S, S].
  // `fitted`: a result of fit(). `pixels`: 3 * S * S floats, planes R, G, B.
  void to_pixels(const Image& fitted, std::span<float> pixels) const;

  // The same for a picture of any size at a given place; to_pixels() above centres it.
  void to_pixels(const Image& fitted, Placement at, std::span<float> pixels) const;

  // fit and to_pixels.
  void operator()(const RowSource& rows, std::span<float> pixels) const { to_pixels(fit(rows), pixels); }
  void operator()(const Image& image, std::span<float> pixels) const { to_pixels(fit(image), pixels); }

 private:
  int side_;
  const RowKernels* kernels_;
};

}  // namespace jtp
