// SPDX-License-Identifier: Apache-2.0
#include "jtp/kernels/packed_matrix.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "jtp/base/float16.h"

namespace jtp {
namespace {

// Columns are processed in runs of this length, so that each run reads a few rows in parallel and writes
// whole cache lines.
constexpr std::int64_t kRun = 16;

template <typename Element, std::int64_t kGroup, typename Convert>
void interleave(const PackedMatrix& matrix, std::int64_t columns, const float* rows, std::int64_t stride,
                std::byte* out, Convert convert) {
  auto* packed = reinterpret_cast<Element*>(out);
  for (std::int64_t first = 0; first < columns; first += kRun) {
    const std::int64_t last = std::min(columns, first + kRun);
    for (std::int64_t k = 0; k < matrix.k; ++k) {
      Element* line = packed + k / kGroup * matrix.panel * kGroup + k % kGroup;
      for (std::int64_t c = first; c < last; ++c) line[c * kGroup] = convert(rows[c * stride + k]);
    }
  }
}

// Quantises rows of B to bytes with one scale per row, and computes the prefix that belongs to them.
void quantize(const PackedMatrix& matrix, std::int64_t columns, const float* rows, std::int64_t stride,
              std::byte* out) {
  auto* first_sums = reinterpret_cast<std::int32_t*>(out);
  auto* scales = reinterpret_cast<float*>(out) + matrix.panel;
  auto* packed = reinterpret_cast<std::int8_t*>(out + matrix.prefix_bytes());
  for (std::int64_t c = 0; c < columns; ++c) {
    const float* row = rows + c * stride;
    float most = 0;
    for (std::int64_t k = 0; k < matrix.k; ++k) most = std::max(most, std::abs(row[k]));
    const float inverse = most > 0 ? 127.0F / most : 0.0F;
    std::int32_t sum = 0;
    for (std::int64_t k = 0; k < matrix.k; ++k) {
      const auto value = static_cast<std::int8_t>(std::lrint(row[k] * inverse));
      packed[k / 4 * matrix.panel * 4 + c * 4 + k % 4] = value;
      sum += value;
    }
    first_sums[c] = -128 * sum;
    scales[c] = most / 127.0F;
  }
}

}  // namespace

void pack_panel(const PackedMatrix& matrix, std::int64_t index, const float* rows, std::int64_t stride,
                std::byte* out) {
  const std::int64_t columns = std::min(matrix.panel, matrix.n - index * matrix.panel);
  std::memset(out, 0, static_cast<std::size_t>(matrix.panel_bytes()));
  switch (matrix.type) {
    case ElementType::kF32:
      interleave<float, 1>(matrix, columns, rows, stride, out, [](float v) { return v; });
      return;
    case ElementType::kBf16:
      interleave<bf16, 2>(matrix, columns, rows, stride, out, [](float v) { return to_bf16(v); });
      return;
    case ElementType::kInt8:
      quantize(matrix, columns, rows, stride, out);
      return;
  }
}

}  // namespace jtp
