// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace jtp {

enum class ElementType { kF32, kBf16, kInt8 };

constexpr std::int64_t size_of(ElementType type) {
  return type == ElementType::kF32 ? 4 : type == ElementType::kBf16 ? 2 : 1;
}

// The number of neighbours along k that one multiply-add instruction consumes.
constexpr std::int64_t k_group(ElementType type) { return 4 / size_of(type); }

constexpr std::int64_t round_up(std::int64_t value, std::int64_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

// A weight matrix B [N, K] (row n is output n, as in PyTorch's Linear) in the order in which a kernel reads
// it:
//
//   [panel: ceil(N / P)] { prefix, [k: ceil(K / g)] [column: P] [neighbour: g] }
//   with P = Kernels::panel, g = k_group(type)
//
// so the P columns of a panel are adjacent for each k. Missing columns and neighbours are zero. Only int8 has
// a prefix: int32 [P] first sums and float32 [P] scales:
//
//   B[n][k] ~ scale[n] * packed[n][k],  packed in -127 ... 127,  scale[n] = max |B[n]| / 127
//   first_sum[n] = -128 * sum over k of packed[n][k]
//
// The first sums compensate for the 128 that is added to A's bytes (see Gemm). `data` is aligned to 64 bytes
// and not owned.
struct PackedMatrix {
  ElementType type = ElementType::kF32;
  std::int64_t n = 0;
  std::int64_t k = 0;
  std::int64_t panel = 0;
  const std::byte* data = nullptr;

  std::int64_t panels() const { return (n + panel - 1) / panel; }
  std::int64_t prefix_bytes() const { return type == ElementType::kInt8 ? 8 * panel : 0; }
  std::int64_t panel_bytes() const {
    return prefix_bytes() + round_up(k, k_group(type)) * panel * size_of(type);
  }
  const std::byte* panel_data(std::int64_t index) const { return data + index * panel_bytes(); }
};

// With more terms, int8 sums could overflow 32 bits: 255 * 127 * 66311 > 2^31.
inline constexpr std::int64_t kMaxInt8Terms = 65536;

// Writes panel `index` of `matrix` to `out` (panel_bytes()). `rows`: the matrix.panel rows of B (fewer in the
// last panel) that the panel covers, [.., K] f32 with `stride` elements between rows.
void pack_panel(const PackedMatrix& matrix, std::int64_t index, const float* rows, std::int64_t stride,
                std::byte* out);

}  // namespace jtp
