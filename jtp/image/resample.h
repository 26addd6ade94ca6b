// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/image/image.h"
#include "jtp/image/row_kernels.h"
#include "jtp/image/row_source.h"

// Pillow's resampling of 8-bit pictures: one pass along the rows, rounded to 8 bits, then one pass down the
// columns. docs/preprocessing.md has the formulas.

namespace jtp {

// Resamples one axis from `in_size` to `out_size` samples.
class ResampleFilter {
 public:
  // Lanczos with a = 3, widened by the scale when shrinking. Sizes >= 1.
  static ResampleFilter lanczos(int in_size, int out_size);

  ResampleFilter(ResampleFilter&&) = default;
  ResampleFilter& operator=(ResampleFilter&&) = default;

  // One window per output sample. Neither `first` nor the end decreases from one to the next.
  std::span<const ResampleWindow> windows() const { return windows_; }

 private:
  ResampleFilter() = default;
  void add_window(int in_size, double scale);

  std::vector<ResampleWindow> windows_;
  std::vector<std::int32_t> weights_;  // of all windows, concatenated
};

// Lanczos on premultiplied colour: R, G and B are multiplied by alpha before and divided by it after. Sizes
// >= 1. Needs memory for the full height at the new width. Throws what rows.next_row() throws.
Image resize_lanczos(const RowSource& rows, int width, int height, const RowKernels& kernels);

}  // namespace jtp
