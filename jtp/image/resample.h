// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/image/image.h"

// Pillow's resampling of 8-bit pictures: one pass along the rows, rounded to 8 bits, then one down the
// columns. docs/preprocessing.md has the formulas.

namespace jtp {

// How one axis of `in_size` samples becomes one of size() samples: output i is the weighted sum of the input
// samples first .. first + weights.size() - 1 of its window, in fixed point with 22 fraction bits.
class ResampleFilter {
 public:
  struct Window {
    int first = 0;
    std::span<const std::int32_t> weights;
  };

  // Lanczos, a = 3; widened by the scale when shrinking. Sizes >= 1.
  static ResampleFilter lanczos(int in_size, int out_size);

  int size() const { return static_cast<int>(ranges_.size()); }
  Window window(int i) const {
    const Range& range = ranges_[static_cast<std::size_t>(i)];
    return {range.first, {weights_.data() + range.weights_at, range.count}};
  }

 private:
  struct Range {
    int first = 0;
    std::size_t count = 0;
    std::size_t weights_at = 0;
  };
  void add_window(double scale);

  int in_size_ = 0;
  std::vector<Range> ranges_;
  std::vector<std::int32_t> weights_;  // all windows, one after the other
};

// The two passes, a row at a time: what a version for one instruction set replaces.

// `out`: filter.size() pixels of 4 bytes. `in`: a row of the size that the filter was made for.
void resample_row(std::span<const std::uint8_t> in, const ResampleFilter& filter,
                  std::span<std::uint8_t> out);

// `out`: one row. `rows`: weights.size() rows of out.size() bytes, one after the other.
void combine_rows(std::span<const std::uint8_t> rows, std::span<const std::int32_t> weights,
                  std::span<std::uint8_t> out);

// Lanczos on premultiplied colour: R, G and B are multiplied by alpha before and divided after. Sizes >= 1.
Image resize_lanczos(const Image& image, int width, int height);

}  // namespace jtp
