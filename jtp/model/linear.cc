// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/linear.h"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "jtp/base/aligned_buffer.h"

namespace jtp {
namespace {

// The bytes of a group of panels that stays in the second-level cache while all rows are processed. 400 kB of
// Zen 4's 1 MB measured best; smaller caches lose little because panels are also prefetched.
constexpr std::int64_t kGroupBytes = 400 << 10;

// Tasks per thread: enough that the last one to finish does not keep the others waiting for long.
constexpr std::int64_t kTasksPerThread = 4;

struct Cut {
  std::int64_t panels;  // per task
  std::int64_t rows;    // per task, a multiple of the row tile
};

Cut cut(const Kernels& kernels, const PackedMatrix& weight, std::int64_t rows, int threads) {
  const std::int64_t worthwhile = rows * weight.n * weight.k / kTaskProducts;
  const std::int64_t wanted =
      threads == 1 ? 1 : std::clamp<std::int64_t>(worthwhile, 1, kTasksPerThread * threads);
  std::int64_t panels = std::clamp<std::int64_t>(kGroupBytes / weight.panel_bytes(), 1, weight.panels());
  panels = std::min(panels, std::max<std::int64_t>(1, weight.panels() / wanted));
  const std::int64_t groups = (weight.panels() + panels - 1) / panels;
  const std::int64_t row_chunks = std::max<std::int64_t>(1, wanted / groups);
  return {panels, round_up((rows + row_chunks - 1) / row_chunks, kernels.row_tile)};
}

}  // namespace

std::size_t packed_bytes(const PackedMatrix& weight) {
  return static_cast<std::size_t>(round_up(weight.panels() * weight.panel_bytes(), 64));
}

Linear::Linear(const Kernels& kernels, ThreadPool& pool, ElementType type, std::int64_t outputs,
               std::int64_t inputs, const ReadRows& read, std::span<const float> bias)
    : weight_{.type = type, .n = outputs, .k = inputs, .panel = kernels.panel} {
  AlignedBuffer<float> bias_copy(bias.size());
  std::copy(bias.begin(), bias.end(), bias_copy.data());
  bias_ = std::move(bias_copy);
  AlignedBuffer<std::byte> packed(packed_bytes(weight_));
  std::vector<std::vector<float>> rows(static_cast<std::size_t>(pool.threads()));
  pool.parallel_for(weight_.panels(), [&](std::int64_t panel, int thread) {
    std::vector<float>& buffer = rows[static_cast<std::size_t>(thread)];
    const std::int64_t first = panel * weight_.panel;
    const std::int64_t count = std::min(weight_.panel, outputs - first);
    buffer.resize(static_cast<std::size_t>(count * inputs));
    read(first, count, buffer);
    pack_panel(weight_, panel, buffer.data(), inputs, packed.data() + panel * weight_.panel_bytes());
  });
  packed_ = std::move(packed);
  weight_.data = packed_.data();
}

Linear::Linear(PackedMatrix weight, SharedArray<std::byte> packed, SharedArray<float> bias)
    : weight_(weight), packed_(std::move(packed)), bias_(std::move(bias)) {
  weight_.data = packed_.data();
}

void Linear::apply(const Kernels& kernels, ThreadPool& pool, MatrixView x, MatrixView y, std::int64_t rows,
                   Epilogue epilogue) const {
  assert(x.type == weight_.type && x.stride >= round_up(inputs(), k_group(x.type)));
  const Gemm gemm = {.a = x.data,
                     .a_stride = x.stride,
                     .a_scales = x.scales,
                     .b = weight_,
                     .bias = bias_.size() == 0 ? nullptr : bias_.data(),
                     .c = y.data,
                     .c_stride = y.stride,
                     .c_type = y.type,
                     .epilogue = epilogue};
  const Cut size = cut(kernels, weight_, rows, pool.threads());
  const std::int64_t groups = (weight_.panels() + size.panels - 1) / size.panels;
  const std::int64_t chunks = (rows + size.rows - 1) / size.rows;
  pool.parallel_for(groups * chunks, [&](std::int64_t task, int) {
    const std::int64_t row = task % chunks * size.rows;
    const std::int64_t panel = task / chunks * size.panels;
    kernels.gemm(gemm, {row, std::min(rows, row + size.rows)},
                 {panel, std::min(weight_.panels(), panel + size.panels)});
  });
}

}  // namespace jtp
