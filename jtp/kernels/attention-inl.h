// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/kernels/gemm-inl.h"
#include "jtp/kernels/kernels.h"
#include "jtp/kernels/rows-inl.h"

// Attention of one head, T::kRows query rows at a time. Their scores against all keys, the softmax and the
// product with the values stay in the first-level cache, so no [T, T] matrix is ever in memory. Keys and
// values are packed like the weights of a linear layer (keys [T, head_dim], values transposed [head_dim, T])
// and multiplied with the same tile.
namespace jtp {
namespace {

// The scratch memory of one head. Elements are counted in units of 4 bytes: a float, or two neighbouring
// bf16.
struct HeadScratch {
  std::uint32_t* keys;    // [key panels][units of head_dim][kPanel]
  std::uint32_t* values;  // [value panels][units of T][kPanel]
  float* scores;          // [rows][padded T]
  void* probabilities;    // [rows][padded T] elements; the scores themselves for f32
  float* tile;            // [rows][kPanel]
};

inline std::int64_t units(std::int64_t elements, ElementType type) {
  return (elements + k_group(type) - 1) / k_group(type);
}
inline std::int64_t panels_of(std::int64_t columns) { return (columns + kPanel - 1) / kPanel; }
constexpr std::int64_t kMaxRows = kF32Rows > kBf16Rows ? kF32Rows : kBf16Rows;

// Sizes of the parts in bytes, in the order of HeadScratch; each a multiple of 64.
struct ScratchSizes {
  std::int64_t keys, values, scores, probabilities, tile;
};

inline ScratchSizes scratch_sizes(const Attention& a) {
  const std::int64_t padded = panels_of(a.tokens) * kPanel;
  return {.keys = padded * units(a.head_dim, a.type) * 4,
          .values = panels_of(a.head_dim) * kPanel * units(a.tokens, a.type) * 4,
          .scores = kMaxRows * padded * 4,
          .probabilities = a.type == ElementType::kF32 ? 0 : kMaxRows * padded * 2,
          .tile = kMaxRows * kPanel * 4};
}

// Reading a panel prefetches beyond its end. The slack only keeps those addresses inside the scratch memory.
std::size_t attention_scratch(const Attention& a) {
  const ScratchSizes s = scratch_sizes(a);
  return static_cast<std::size_t>(s.keys + s.values + s.scores + s.probabilities + s.tile);
}

inline HeadScratch divide(const Attention& a, std::byte* scratch) {
  const ScratchSizes s = scratch_sizes(a);
  HeadScratch head{};
  head.keys = reinterpret_cast<std::uint32_t*>(scratch);
  head.values = reinterpret_cast<std::uint32_t*>(scratch += s.keys);
  head.scores = reinterpret_cast<float*>(scratch += s.values);
  head.probabilities = a.type == ElementType::kF32 ? static_cast<void*>(head.scores) : scratch + s.scores;
  head.tile = reinterpret_cast<float*>(scratch + s.scores + s.probabilities);
  return head;
}

inline std::uint32_t load_unit(const void* p) {
  std::uint32_t unit;
  __builtin_memcpy(&unit, p, sizeof unit);
  return unit;
}

// keys: element rows [T][head_dim], `stride` elements apart, transposed in units. With an odd head_dim, the
// last pair contains an element that belongs to another head; it is cleared.
template <typename T>
void pack_keys(const Attention& a, const typename T::Element* k, std::uint32_t* out) {
  const std::int64_t steps = units(a.head_dim, a.type);
  const bool odd = steps * T::kGroup != a.head_dim;
  for (std::int64_t first = 0; first < a.tokens; first += kPanel, out += steps * kPanel) {
    const std::int64_t columns = a.tokens - first < kPanel ? a.tokens - first : kPanel;
    for (std::int64_t s = 0; s < steps; ++s) {
      const typename T::Element* column = k + first * a.qkv_stride + s * T::kGroup;
      const std::uint32_t mask = odd && s == steps - 1 ? 0xFFFFU : 0xFFFFFFFFU;
      std::uint32_t* line = out + s * kPanel;
      for (std::int64_t c = 0; c < columns; ++c) line[c] = load_unit(column + c * a.qkv_stride) & mask;
      for (std::int64_t c = columns; c < kPanel; ++c) line[c] = 0;
    }
  }
}

// Two neighbouring rows of values as units: a single row for f32 (there is no second one), pairs for bf16.
inline void interleave(const float* row, const float*, std::int64_t columns, std::uint32_t* line) {
  __builtin_memcpy(line, row, static_cast<std::size_t>(columns) * 4);
}
inline void interleave(const std::uint16_t* even, const std::uint16_t* odd, std::int64_t columns,
                       std::uint32_t* line) {
  for (std::int64_t c = 0; c < columns; ++c) line[c] = even[c] | static_cast<std::uint32_t>(odd[c]) << 16;
}

// values: element rows [T][head_dim], T::kGroup neighbouring rows side by side; a missing last row counts as
// zero.
template <typename T>
void pack_values(const Attention& a, const typename T::Element* v, std::uint32_t* out) {
  static constexpr typename T::Element kZeroRow[kPanel] = {};
  const std::int64_t steps = units(a.tokens, a.type);
  for (std::int64_t first = 0; first < a.head_dim; first += kPanel) {
    const std::int64_t columns = a.head_dim - first < kPanel ? a.head_dim - first : kPanel;
    for (std::int64_t s = 0; s < steps; ++s, out += kPanel) {
      const std::int64_t t = s * T::kGroup;
      const typename T::Element* row = v + t * a.qkv_stride + first;
      interleave(row, t + 1 < a.tokens ? row + a.qkv_stride : kZeroRow, columns, out);
      __builtin_memset(out + columns, 0, static_cast<std::size_t>(kPanel - columns) * 4);
    }
  }
}

// out [rows, columns] = a [rows, K] B^T over all panels of a packed B [columns, K].
template <typename T>
void multiply_panels(Slice<T> slice, std::int64_t rows, std::int64_t columns, float* out,
                     std::int64_t out_stride) {
  for (std::int64_t n = 0; n < columns; n += kPanel) {
    pick<T>(rows, columns - n < kPanel ? columns - n : kPanel)(slice, out + n, out_stride);
    slice.b += slice.steps * slice.b_step;
  }
}

// out [columns] = tile / sum, for `columns` elements of one row of `out`, starting at element `at`.
inline void store_output(const Attention& a, std::int64_t at, std::int64_t columns, const float* tile,
                         float sum) {
  const Vec inverse = set1(1.0F / sum);
  for (std::int64_t i = 0; i < columns; i += kLanes) {
    store_some(a.out, a.type, at + i, mul(load(tile + i), inverse), columns - i);
  }
}

// Query rows [row, row + rows), rows <= T::kRows. `column`: the first column of the head in q and out.
template <typename T>
void attend(const Attention& a, const HeadScratch& head, std::int64_t column, std::int64_t row,
            std::int64_t rows) {
  using Element = typename T::Element;
  constexpr std::int64_t kStep = kPanel * T::kGroup;
  const std::int64_t padded = panels_of(a.tokens) * kPanel;
  const auto* q = static_cast<const Element*>(a.qkv) + row * a.qkv_stride + column;
  multiply_panels<T>(
      {q, a.qkv_stride, reinterpret_cast<const Element*>(head.keys), kStep, units(a.head_dim, a.type)}, rows,
      a.tokens, head.scores, padded);

  auto* p = static_cast<Element*>(head.probabilities);
  const float scale = 1.0F / __builtin_sqrtf(static_cast<float>(a.head_dim));
  float sums[kMaxRows];
  for (std::int64_t r = 0; r < rows; ++r) {
    sums[r] = exp_row(head.scores + r * padded, a.tokens, scale, p + r * padded, a.type);
  }

  Slice<T> slice = {p, padded, reinterpret_cast<const Element*>(head.values), kStep, units(a.tokens, a.type)};
  for (std::int64_t n = 0; n < a.head_dim; n += kPanel) {
    const std::int64_t columns = a.head_dim - n < kPanel ? a.head_dim - n : kPanel;
    pick<T>(rows, columns)(slice, head.tile, kPanel);
    for (std::int64_t r = 0; r < rows; ++r) {
      store_output(a, (row + r) * a.out_stride + column + n, columns, head.tile + r * kPanel, sums[r]);
    }
    slice.b += slice.steps * slice.b_step;
  }
}

template <typename T>
void attention_typed(const Attention& a, std::int64_t head_index, IndexRange rows, std::byte* scratch) {
  const HeadScratch head = divide(a, scratch);
  const std::int64_t column = head_index * a.head_dim;
  const auto* qkv = static_cast<const typename T::Element*>(a.qkv);
  pack_keys<T>(a, qkv + a.width + column, head.keys);
  pack_values<T>(a, qkv + 2 * a.width + column, head.values);
  for (std::int64_t row = rows.begin; row < rows.end; row += T::kRows) {
    attend<T>(a, head, column, row, rows.end - row < T::kRows ? rows.end - row : T::kRows);
  }
}

void attention(const Attention& a, std::int64_t head, IndexRange rows, std::byte* scratch) {
  if (a.type == ElementType::kF32) {
    attention_typed<F32>(a, head, rows, scratch);
  } else {
    attention_typed<Bf16>(a, head, rows, scratch);
  }
}

}  // namespace
}  // namespace jtp
