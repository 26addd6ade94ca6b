// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/image/image.h"
#include "jtp/image/row_kernels.h"
#include "jtp/image/row_source.h"

// Pillow's resampling of 8-bit pictures: one pass along the rows, rounded to 8 bits, then one down the
// columns. docs/preprocessing.md has the formulas.

namespace jtp {

// How one axis of `in_size` samples becomes one of `out_size`.
class ResampleFilter {
 public:
  // Lanczos, a = 3; widened by the scale when shrinking. Sizes >= 1.
  static ResampleFilter lanczos(int in_size, int out_size);

  ResampleFilter(ResampleFilter&&) = default;
  ResampleFilter& operator=(ResampleFilter&&) = default;

  // One per output sample; `first` and the end do not decrease from one to the next.
  std::span<const ResampleWindow> windows() const { return windows_; }

 private:
  ResampleFilter() = default;
  void add_window(int in_size, double scale);

  std::vector<ResampleWindow> windows_;
  std::vector<std::int32_t> weights_;  // of all windows, one after the other
};

// Lanczos on premultiplied colour: R, G and B are multiplied by alpha before and divided after. Sizes >= 1.
// Holds as much of the picture as its height at the new width. Throws what rows.next_row() throws.
Image resize_lanczos(const RowSource& rows, int width, int height, const RowKernels& kernels);

}  // namespace jtp
