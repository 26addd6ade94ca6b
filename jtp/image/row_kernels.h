// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/base/isa.h"

// The time-critical arithmetic on rows of RGBA bytes, with one table of functions per instruction set.
// scalar/ is the reference and should be read first; the others give the same bytes. As in
// jtp/kernels/kernels.h, each ISA folder is compiled separately and exports only its table.

namespace jtp {

// One output sample of a resampled axis: the sum of weights[k] * input[first + k] for k < count, in fixed
// point with kResampleFractionBits.
struct ResampleWindow {
  int first = 0;
  int count = 0;
  const std::int32_t* weights = nullptr;
};

inline constexpr int kResampleFractionBits = 22;

// Sums are rounded to nearest and saturate in 0..255. They are integers below 2^31 (docs/preprocessing.md),
// so the order of the additions does not matter.
struct RowKernels {
  Isa isa;

  // out = in with the colours multiplied by alpha / 255, rounded to nearest. Both have 4 * pixels bytes.
  void (*premultiply)(const std::uint8_t* in, std::int64_t pixels, std::uint8_t* out);

  // out: `size` pixels, one per window, computed from the row `in`.
  void (*resample_row)(const std::uint8_t* in, const ResampleWindow* windows, std::int64_t size,
                       std::uint8_t* out);

  // out: one row of `row_bytes` bytes (a multiple of 4), computed from consecutive rows of that size starting
  // at `rows`; here a sample of the window is a whole row.
  void (*combine_rows)(const std::uint8_t* rows, const ResampleWindow* window, std::int64_t row_bytes,
                       std::uint8_t* out);
};

// The table for an instruction set. Requires is_supported(isa).
const RowKernels& row_kernels_for(Isa isa);

}  // namespace jtp
