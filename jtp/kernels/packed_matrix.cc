// SPDX-License-Identifier: Apache-2.0
#include "jtp/kernels/packed_matrix.h"

#include <algorithm>
#include <cstring>

#include "jtp/base/float16.h"

namespace jtp {
namespace {

// Columns are handled in runs of this many, so that each run reads a few rows side by side and writes whole
// lines.
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

}  // namespace

void pack_panel(const PackedMatrix& matrix, std::int64_t index, const float* rows, std::int64_t stride,
                std::byte* out) {
  const std::int64_t columns = std::min(matrix.panel, matrix.n - index * matrix.panel);
  std::memset(out, 0, static_cast<std::size_t>(matrix.panel_bytes()));
  if (matrix.type == ElementType::kF32) {
    interleave<float, 1>(matrix, columns, rows, stride, out, [](float v) { return v; });
  } else {
    interleave<bf16, 2>(matrix, columns, rows, stride, out, [](float v) { return to_bf16(v); });
  }
}

}  // namespace jtp
