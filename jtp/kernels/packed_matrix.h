// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace jtp {

enum class ElementType { kF32, kBf16 };

constexpr std::int64_t size_of(ElementType type) { return type == ElementType::kF32 ? 4 : 2; }

// Neighbours along k that one multiply-add instruction consumes together.
constexpr std::int64_t k_group(ElementType type) { return type == ElementType::kF32 ? 1 : 2; }

constexpr std::int64_t round_up(std::int64_t value, std::int64_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

// A weight matrix B [N, K] (row n = output n, as PyTorch's Linear) in the order in which a kernel reads it:
//
//   [panel: ceil(N / P)] [k: ceil(K / g)] [column: P] [neighbour: g]     P = Kernels::panel, g =
//   k_group(type)
//
// so that the P columns of a panel stand side by side for each k. Missing columns and neighbours are zero.
// `data` is aligned to 64 bytes and owned by somebody else.
struct PackedMatrix {
  ElementType type = ElementType::kF32;
  std::int64_t n = 0;
  std::int64_t k = 0;
  std::int64_t panel = 0;
  const std::byte* data = nullptr;

  std::int64_t panels() const { return (n + panel - 1) / panel; }
  std::int64_t panel_bytes() const { return round_up(k, k_group(type)) * panel * size_of(type); }
  const std::byte* panel_data(std::int64_t index) const { return data + index * panel_bytes(); }
};

// Writes panel `index` of `matrix` to `out` (panel_bytes()). `rows`: the matrix.panel rows of B that the
// panel covers, fewer at the end, [.., K] f32 with `stride` elements between them.
void pack_panel(const PackedMatrix& matrix, std::int64_t index, const float* rows, std::int64_t stride,
                std::byte* out);

}  // namespace jtp
