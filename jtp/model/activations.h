// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "jtp/base/aligned_buffer.h"
#include "jtp/model/config.h"
#include "jtp/model/linear.h"

namespace jtp {

// An owned matrix whose rows are padded with zeros to whole cache lines, so that kernels may read pairs
// beyond the end.
class Matrix {
 public:
  Matrix(std::int64_t rows, std::int64_t columns, ElementType type)
      : type_(type),
        stride_(round_up(columns, 32)),
        data_(static_cast<std::size_t>(rows * stride_ * size_of(type))) {}

  MatrixView view() { return {data_.data(), stride_, type_}; }
  // From element (row, 0) on.
  MatrixView from_row(std::int64_t row) {
    return {data_.data() + row * stride_ * size_of(type_), stride_, type_};
  }
  // For f32 only.
  float* floats() { return reinterpret_cast<float*>(data_.data()); }
  std::int64_t stride() const { return stride_; }

 private:
  ElementType type_;
  std::int64_t stride_;
  AlignedBuffer<std::byte> data_;
};

// Every buffer of the forward pass of one picture. `type` is the element type of the blocks' products; the
// residual stream and everything after the blocks are f32.
struct Activations {
  Activations(const VitConfig& c, ElementType type, std::size_t attention_scratch_bytes, int threads)
      : patches(c.tokens, 3LL * c.patch_size * c.patch_size, type),
        tokens(static_cast<std::size_t>(c.tokens) * static_cast<std::size_t>(c.width)),
        normalized(c.tokens, c.width, type),
        qkv(c.tokens, 3LL * c.width, type),
        attended(c.tokens, c.width, type),
        hidden(c.tokens, c.mlp_width, type),
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
