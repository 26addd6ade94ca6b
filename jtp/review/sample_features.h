// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace jtp {

// Pooled features of pictures as directions: rows of the same width and of length 1, so the product of two
// rows is their cosine.
class FeatureRows {
 public:
  explicit FeatureRows(std::size_t width) : width_(width) {}

  // Features without a direction (all 0, or not finite) become a row of zeros, which is similar to nothing.
  // Throws Error kInvalidInput for features of another width.
  void add(std::span<const float> features);

  int size() const { return width_ == 0 ? 0 : static_cast<int>(values_.size() / width_); }
  std::size_t width() const { return width_; }
  std::span<const float> row(int index) const {
    return {values_.data() + static_cast<std::size_t>(index) * width_, width_};
  }

 private:
  std::size_t width_;
  std::vector<float> values_;  // [size, width]
};

// The product of two rows: -1...1.
float cosine_of(std::span<const float> a, std::span<const float> b);

}  // namespace jtp
