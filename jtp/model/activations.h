// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "jtp/base/aligned_buffer.h"
#include "jtp/model/config.h"
#include "jtp/model/linear.h"

namespace jtp {

// An owned matrix whose rows are padded with zeros to whole cache lines, so that kernels may read whole
// groups beyond the last column.
class Matrix {
 public:
  Matrix(std::int64_t rows, std::int64_t columns, ElementType type)
      : rows_(rows),
        columns_(columns),
        type_(type),
        stride_(round_up(columns, 64 / size_of(type))),
        data_(static_cast<std::size_t>(rows * stride_ * size_of(type))),
        scales_(type == ElementType::kInt8 ? static_cast<std::size_t>(rows) : 0) {}

  MatrixView view() { return {data_.data(), stride_, type_, scales_.data()}; }
  // The matrix from element (row, 0) on; without scales.
  MatrixView from_row(std::int64_t row) {
    return {data_.data() + row * stride_ * size_of(type_), stride_, type_};
  }
  // f32 only.
  float* floats() { return reinterpret_cast<float*>(data_.data()); }
  std::int64_t rows() const { return rows_; }
  std::int64_t columns() const { return columns_; }
  std::int64_t stride() const { return stride_; }

 private:
  std::int64_t rows_;
  std::int64_t columns_;
  ElementType type_;
  std::int64_t stride_;
  AlignedBuffer<std::byte> data_;
  AlignedBuffer<float> scales_;
};

// The element types in the blocks: of the Linears' operands and of the values between the Linears. They
// differ only for int8, where inputs are quantised row by row just before each product.
struct BlockTypes {
  ElementType linear = ElementType::kF32;
  ElementType between = ElementType::kF32;
  bool quantized() const { return linear == ElementType::kInt8; }
  bool operator==(const BlockTypes&) const = default;
};

// All buffers for the forward pass of one picture. The residual stream and everything after the blocks are
// f32.
struct Activations {
  Activations(const VitConfig& c, BlockTypes types, std::size_t attention_scratch_bytes, int threads)
      : patches(c.tokens, 3LL * c.patch_size * c.patch_size, types.between),
        tokens(static_cast<std::size_t>(c.tokens) * static_cast<std::size_t>(c.width)),
        normalized(c.tokens, c.width, types.linear),
        qkv(c.tokens, 3LL * c.width, types.between),
        attended(c.tokens, c.width, types.between),
        hidden(c.tokens, c.mlp_width, types.between),
        quantized_attended(types.quantized() ? c.tokens : 0, c.width, types.linear),
        quantized_hidden(types.quantized() ? c.tokens : 0, c.mlp_width, types.linear),
        attention_scratch(attention_scratch_bytes),
        scratch(attention_scratch_bytes * static_cast<std::size_t>(threads)),
        features(static_cast<std::size_t>(c.tokens) * static_cast<std::size_t>(c.width)),
        pool_scores(c.tokens, c.heads, ElementType::kF32),
        pool_attention(c.heads, c.tokens, ElementType::kF32),
        means(c.heads, c.width, ElementType::kF32),
        pooled_values(1, c.width, ElementType::kF32),
        pooled(1, c.width, ElementType::kF32),
        pooled_normalized(1, c.width, ElementType::kF32),
        pooled_hidden(1, c.mlp_width, ElementType::kF32),
        logits(static_cast<std::size_t>(c.logits())) {}

  Matrix patches;               // [T, 3 p p]
  AlignedBuffer<float> tokens;  // [T, D], the residual stream
  Matrix normalized;            // [T, D], after norm1 or norm2
  Matrix qkv;                   // [T, 3 D]
  Matrix attended;              // [T, D]
  Matrix hidden;                // [T, F]
  Matrix quantized_attended;    // [T, D], int8 only
  Matrix quantized_hidden;      // [T, F], int8 only
  std::size_t attention_scratch;
  AlignedBuffer<std::byte> scratch;  // attention_scratch bytes for each thread

  AlignedBuffer<float> features;  // [T, D], after the final norm
  Matrix pool_scores;             // [T, heads] of the attention pool
  Matrix pool_attention;          // [heads, T], their softmax over the tokens
  Matrix means;                   // [heads, D], features weighted by the pool's attention
  Matrix pooled_values;           // [1, D]
  Matrix pooled;                  // [1, D]
  Matrix pooled_normalized;       // [1, D]
  Matrix pooled_hidden;           // [1, F]
  AlignedBuffer<float> logits;    // [K or 2 K]
};

}  // namespace jtp
