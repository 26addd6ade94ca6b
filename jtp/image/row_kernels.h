// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/base/isa.h"

// The arithmetic on rows of RGBA bytes that takes the time, a table of functions per instruction set:
// scalar/ is the oracle and meant to be read first, the others give the same bytes. As in
// jtp/kernels/kernels.h, each ISA folder is compiled by itself and exports its table only.

namespace jtp {

// One output sample of a resampled axis: the sum of weights[k] * input[first + k], k < count, in fixed point
// with kResampleFractionBits.
struct ResampleWindow {
  int first = 0;
  int count = 0;
  const std::int32_t* weights = nullptr;
};

inline constexpr int kResampleFractionBits = 22;

// Sums are rounded to nearest and saturate in 0..255. They are integers below 2^31 (docs/preprocessing.md),
// so that the order of the additions does not matter.
struct RowKernels {
  Isa isa;

  // out = in with colours multiplied by alpha / 255, rounded to nearest. Both have 4 * pixels bytes.
  void (*premultiply)(const std::uint8_t* in, std::int64_t pixels, std::uint8_t* out);

  // out: `size` pixels, one per window, from the pixels of the row `in`.
  void (*resample_row)(const std::uint8_t* in, const ResampleWindow* windows, std::int64_t size,
                       std::uint8_t* out);

  // out: one row of `row_bytes` bytes, a multiple of 4, from the rows of that size that follow each other
  // from `rows` on; the window's samples are whole rows.
  void (*combine_rows)(const std::uint8_t* rows, const ResampleWindow* window, std::int64_t row_bytes,
                       std::uint8_t* out);
};

// The table for an instruction set that is_supported().
const RowKernels& row_kernels_for(Isa isa);

}  // namespace jtp
