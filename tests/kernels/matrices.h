// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "jtp/base/aligned_buffer.h"
#include "jtp/base/float16.h"
#include "jtp/kernels/kernels.h"
#include "tests/support/random.h"

namespace jtp::test {

// A matrix of random numbers that are exact in `type`, with padded rows like the network's buffers.
class RandomMatrix {
 public:
  RandomMatrix(std::int64_t rows, std::int64_t columns, ElementType type, std::uint32_t seed)
      : stride_(round_up(columns, 32)),
        type_(type),
        data_(static_cast<std::size_t>(rows * stride_ * size_of(type)) / 4) {
    Random random(seed);
    for (std::int64_t r = 0; r < rows; ++r) {
      for (std::int64_t c = 0; c < columns; ++c) set(r, c, random.uniform());
    }
  }

  float at(std::int64_t r, std::int64_t c) const {
    const std::int64_t i = r * stride_ + c;
    return type_ == ElementType::kF32 ? reinterpret_cast<const float*>(data_.data())[i]
                                      : to_float(reinterpret_cast<const bf16*>(data_.data())[i]);
  }
  void set(std::int64_t r, std::int64_t c, float value) {
    const std::int64_t i = r * stride_ + c;
    if (type_ == ElementType::kF32) {
      reinterpret_cast<float*>(data_.data())[i] = value;
    } else {
      reinterpret_cast<bf16*>(data_.data())[i] = to_bf16(value);
    }
  }
  void* data() { return data_.data(); }
  const void* data() const { return data_.data(); }
  std::int64_t stride() const { return stride_; }
  ElementType type() const { return type_; }

 private:
  std::int64_t stride_;
  ElementType type_;
  std::vector<std::uint32_t> data_;
};

// A RandomMatrix [n, k] packed for a table.
class RandomPacked {
 public:
  RandomPacked(const Kernels& kernels, const RandomMatrix& b, std::int64_t n, std::int64_t k)
      : RandomPacked(kernels, b, n, k, b.type()) {}
  RandomPacked(const Kernels& kernels, const RandomMatrix& b, std::int64_t n, std::int64_t k,
               ElementType type)
      : matrix_{.type = type, .n = n, .k = k, .panel = kernels.panel},
        data_(static_cast<std::size_t>(matrix_.panels() * matrix_.panel_bytes())) {
    matrix_.data = data_.data();
    for (std::int64_t p = 0; p < matrix_.panels(); ++p) {
      std::vector<float> rows;
      for (std::int64_t r = p * matrix_.panel; r < std::min(n, (p + 1) * matrix_.panel); ++r) {
        for (std::int64_t c = 0; c < k; ++c) rows.push_back(b.at(r, c));
      }
      pack_panel(matrix_, p, rows.data(), k, data_.data() + p * matrix_.panel_bytes());
    }
  }
  const PackedMatrix& view() const { return matrix_; }

 private:
  PackedMatrix matrix_;
  AlignedBuffer<std::byte> data_;
};

// Unit roundoff of the stored type.
inline double roundoff(ElementType type) { return type == ElementType::kF32 ? 0x1p-24 : 0x1p-8; }

// The error of GELU relative to max(1, |v|), before the result is rounded (kernels.h, Epilogue).
inline double gelu_error(ElementType type) { return type == ElementType::kF32 ? 2e-7 : 4e-5; }

}  // namespace jtp::test
