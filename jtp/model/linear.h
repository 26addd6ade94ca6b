// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "jtp/base/thread_pool.h"
#include "jtp/kernels/kernels.h"
#include "jtp/model/shared_array.h"

namespace jtp {

// The smallest task worth handing to another thread, in multiply-adds: it takes a core at least ten
// microseconds, and the hand-over a few.
inline constexpr std::int64_t kTaskProducts = 4 << 20;

// A view of rows of numbers in memory that it does not own.
struct MatrixView {
  void* data = nullptr;
  std::int64_t stride = 0;  // elements between rows
  ElementType type = ElementType::kF32;
  float* scales = nullptr;  // one per row, int8 only
};

// The size of packed weights in memory and in files: whole cache lines.
std::size_t packed_bytes(const PackedMatrix& weight);

// PyTorch's Linear, y = x W^T + b, packed for one set of kernels.
class Linear {
 public:
  Linear() = default;

  // Writes rows [first, first + count) of W [outputs, inputs] to the span.
  using ReadRows = std::function<void(std::int64_t first, std::int64_t count, std::span<float> rows)>;

  // Packs W as `type` with the pool's threads; `read` is called from all of them. `bias`: [outputs], or
  // empty.
  Linear(const Kernels& kernels, ThreadPool& pool, ElementType type, std::int64_t outputs,
         std::int64_t inputs, const ReadRows& read, std::span<const float> bias);

  // From a W that is packed already. `packed`: packed_bytes(weight) bytes aligned to 64; becomes weight.data.
  Linear(PackedMatrix weight, SharedArray<std::byte> packed, SharedArray<float> bias);

  const PackedMatrix& weight() const { return weight_; }
  const SharedArray<std::byte>& packed() const { return packed_; }
  const SharedArray<float>& bias() const { return bias_; }
  std::int64_t inputs() const { return weight_.k; }
  std::int64_t outputs() const { return weight_.n; }

  // y [rows, outputs] = epilogue(x [rows, inputs] W^T + b), split among the pool's threads. x has the type of
  // W.
  void apply(const Kernels& kernels, ThreadPool& pool, MatrixView x, MatrixView y, std::int64_t rows,
             Epilogue epilogue = Epilogue::kNone) const;

 private:
  PackedMatrix weight_;
  SharedArray<std::byte> packed_;
  SharedArray<float> bias_;
};

}  // namespace jtp
