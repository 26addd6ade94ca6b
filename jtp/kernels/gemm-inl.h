// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>

#include "jtp/kernels/epilogue-inl.h"
#include "jtp/kernels/kernels.h"
#include "jtp/kernels/rows-inl.h"

// Matrix product over vec.h, bf16.h and int8.h, which the including table.cc includes first. docs/kernels.md
// derives the tile.
//
// The register tile is R rows by V vectors of sums. For each k, the V vectors of the packed panel are loaded
// once and one element of each row is broadcast: R V multiply-adds for V + R loads. Rows are not packed (the
// 9 rows of a slice fit in the first-level cache), and a group of panels stays in the second-level cache
// while all rows are multiplied with it. The finished tile goes to the epilogue through a small buffer. That
// costs 27 stores and loads after some thousand multiply-adds, and allows one source for all epilogues.
namespace jtp {
namespace {

constexpr int kF32Rows = kLanes == 16 ? 9 : 6;  // as many as the register file can hold: 27 of 32 registers,
                                                // 12 of 16
constexpr std::int64_t kPrefetchBytes = 1536;   // ahead in the panel: 8 steps of the widest tile

// How one element type is multiplied: kGroup neighbours along k at a time, added to sums that start from the
// panel's prefix.
struct F32 {
  using Element = float;
  using Register = Vec;
  using Sum = Vec;
  static constexpr std::int64_t kGroup = 1;
  static constexpr int kRows = kF32Rows;
  static Sum first(const std::int32_t*) { return zero(); }
  static Register broadcast(const Element* a) { return set1(*a); }
  static Register column(const Element* b) { return load(b); }
  static Sum multiply_add(Sum sum, Register a, Register b) { return fma(a, b, sum); }
  static Vec value(Sum sum) { return sum; }
};

struct Bf16 {
  using Element = std::uint16_t;
  using Register = Ints;
  using Sum = Vec;
  static constexpr std::int64_t kGroup = 2;
  static constexpr int kRows = kBf16Rows;
  static Sum first(const std::int32_t*) { return zero(); }
  static Register broadcast(const Element* a) { return set1_ints(a); }
  static Register column(const Element* b) { return load_ints(b); }
  static Sum multiply_add(Sum sum, Register a, Register b) { return dot_pairs(sum, a, b); }
  static Vec value(Sum sum) { return sum; }
};

struct Int8 {
  using Element = std::uint8_t;
  using Register = Ints;
  using Sum = Ints;
  static constexpr std::int64_t kGroup = 4;
  static constexpr int kRows = kInt8Rows;
  static Sum first(const std::int32_t* prefix) { return load_ints(prefix); }
  static Register broadcast(const Element* a) { return set1_ints(a); }
  static Register column(const Element* b) { return load_ints(b); }
  static Sum multiply_add(Sum sum, Register a, Register b) { return dot_bytes(sum, a, b); }
  static Vec value(Sum sum) { return to_floats(sum); }
};

// A [R, K] times one packed panel. `steps`: K in groups; `b_step`: elements of the panel per step; `prefix`:
// the panel's first sums (int8 only).
template <typename T>
struct Slice {
  const typename T::Element* a;
  std::int64_t a_stride;
  const typename T::Element* b;
  std::int64_t b_step;
  std::int64_t steps;
  const std::int32_t* prefix = nullptr;
};

template <typename T, std::size_t... V>
[[gnu::always_inline]] inline void multiply_row(typename T::Sum* sum, typename T::Register a,
                                                const typename T::Register* b, std::index_sequence<V...>) {
  ((sum[V] = T::multiply_add(sum[V], a, b[V])), ...);
}

template <typename T, std::size_t... V>
[[gnu::always_inline]] inline void start_row(typename T::Sum* sum, const std::int32_t* prefix,
                                             std::index_sequence<V...>) {
  ((sum[V] = T::first(prefix + static_cast<std::int64_t>(V) * kLanes)), ...);
}

template <typename T, std::size_t... V>
[[gnu::always_inline]] inline void store_row(const typename T::Sum* sum, float* out,
                                             std::index_sequence<V...>) {
  ((store(out + static_cast<std::int64_t>(V) * kLanes, T::value(sum[V]))), ...);
}

// out [R][V kLanes] = A B^T, with out_stride floats between rows. It uses index sequences instead of loops,
// because GCC 12 keeps an array in memory if a loop indexes it.
template <typename T, std::size_t... R, std::size_t... V>
[[gnu::always_inline]] inline void multiply_tile(const Slice<T>& slice, float* out, std::int64_t out_stride,
                                                 std::index_sequence<R...> rows,
                                                 std::index_sequence<V...> vectors) {
  typename T::Sum sums[rows.size()][vectors.size()];
  (start_row<T>(sums[R], slice.prefix, vectors), ...);
  const typename T::Element* a = slice.a;
  const typename T::Element* b = slice.b;
  const std::int64_t stride = slice.a_stride;
  for (std::int64_t step = 0; step < slice.steps; ++step) {
    const typename T::Register columns[] = {
        T::column(b + static_cast<std::int64_t>(V) * kLanes * T::kGroup)...};
    (_mm_prefetch(reinterpret_cast<const char*>(b) + kPrefetchBytes + static_cast<std::int64_t>(V) * 64,
                  _MM_HINT_T0),
     ...);
    (multiply_row<T>(sums[R], T::broadcast(a + static_cast<std::int64_t>(R) * stride), columns, vectors),
     ...);
    a += T::kGroup;
    b += slice.b_step;
  }
  (store_row<T>(sums[R], out + static_cast<std::int64_t>(R) * out_stride, vectors), ...);
}

template <typename T, int kRowCount, int kVectorCount>
void multiply(const Slice<T>& slice, float* out, std::int64_t out_stride) {
  multiply_tile<T>(slice, out, out_stride, std::make_index_sequence<kRowCount>(),
                   std::make_index_sequence<kVectorCount>());
}

template <typename T>
using Multiply = void (*)(const Slice<T>&, float*, std::int64_t);

template <typename T, int kVectorCount, std::size_t... R>
Multiply<T> pick_rows(std::int64_t rows, std::index_sequence<R...>) {
  static constexpr Multiply<T> kTable[] = {multiply<T, static_cast<int>(R) + 1, kVectorCount>...};
  return kTable[rows - 1];
}

// The product for 1 <= rows <= T::kRows. Columns beyond kPanel belong to the next panel.
template <typename T>
Multiply<T> pick(std::int64_t rows, std::int64_t columns) {
  constexpr auto kRows = std::make_index_sequence<T::kRows>();
  if (columns > 2 * kLanes) return pick_rows<T, static_cast<int>(kPanelVectors)>(rows, kRows);
  return columns > kLanes ? pick_rows<T, 2>(rows, kRows) : pick_rows<T, 1>(rows, kRows);
}

template <typename T>
void gemm_typed(const Gemm& g, IndexRange rows, IndexRange panels) {
  using Element = typename T::Element;
  constexpr bool kHasPrefix = T::kGroup == 4;
  constexpr std::int64_t kPrefixBytes = kHasPrefix ? 8 * kPanel : 0;
  constexpr std::int64_t kStep = kPanel * T::kGroup;
  const std::int64_t steps = (g.b.k + T::kGroup - 1) / T::kGroup;
  const std::int64_t panel_bytes = kPrefixBytes + steps * kStep * static_cast<std::int64_t>(sizeof(Element));
  alignas(64) float tile[T::kRows * kPanel];
  for (std::int64_t m = rows.begin; m < rows.end; m += T::kRows) {
    const std::int64_t row_count = rows.end - m < T::kRows ? rows.end - m : T::kRows;
    for (std::int64_t p = panels.begin; p < panels.end; ++p) {
      const std::byte* panel = g.b.data + p * panel_bytes;
      const auto* prefix = reinterpret_cast<const std::int32_t*>(panel);
      const Slice<T> slice = {static_cast<const Element*>(g.a) + m * g.a_stride,
                              g.a_stride,
                              reinterpret_cast<const Element*>(panel + kPrefixBytes),
                              kStep,
                              steps,
                              prefix};
      const std::int64_t n = p * kPanel;
      pick<T>(row_count, g.b.n - n)(slice, tile, kPanel);
      const auto* scales = kHasPrefix ? reinterpret_cast<const float*>(panel) + kPanel : nullptr;
      finish_tile(g, tile, m, row_count, n, scales);
    }
  }
}

void gemm(const Gemm& g, IndexRange rows, IndexRange panels) {
  switch (g.b.type) {
    case ElementType::kF32:
      gemm_typed<F32>(g, rows, panels);
      return;
    case ElementType::kBf16:
      gemm_typed<Bf16>(g, rows, panels);
      return;
    case ElementType::kInt8:
      gemm_typed<Int8>(g, rows, panels);
      return;
  }
}

}  // namespace
}  // namespace jtp
