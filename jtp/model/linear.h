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

// Handing a task to another thread takes a microsecond or a few; so many multiply-adds take a core at least
// ten.
inline constexpr std::int64_t kTaskProducts = 4 << 20;

// Rows of numbers in memory that somebody else owns.
struct MatrixView {
  void* data = nullptr;
  std::int64_t stride = 0;  // elements between rows
  ElementType type = ElementType::kF32;
  float* scales = nullptr;  // one a row, int8 only
};

// What packed weights take in memory and in files: whole cache lines.
std::size_t packed_bytes(const PackedMatrix& weight);

// PyTorch's Linear, y = x W^T + b, packed for one table of kernels.
class Linear {
 public:
  Linear() = default;

  // Writes rows [first, first + count) of W [outputs, inputs] to the span.
  using ReadRows = std::function<void(std::int64_t first, std::int64_t count, std::span<float> rows)>;

  // Packs W as `type` with the pool's threads; `read` is called from all of them. `bias`: [outputs], or
  // empty.
  Linear(const Kernels& kernels, ThreadPool& pool, ElementType type, std::int64_t outputs,
         std::int64_t inputs, const ReadRows& read, std::span<const float> bias);

  // W as it was packed before; `packed` holds packed_bytes(weight) bytes aligned to 64 and becomes
  // weight.data.
  Linear(PackedMatrix weight, SharedArray<std::byte> packed, SharedArray<float> bias);

  const PackedMatrix& weight() const { return weight_; }
  const SharedArray<std::byte>& packed() const { return packed_; }
  const SharedArray<float>& bias() const { return bias_; }
  std::int64_t inputs() const { return weight_.k; }
  std::int64_t outputs() const { return weight_.n; }

  // y [rows, outputs] = epilogue(x [rows, inputs] W^T + b), cut over the pool's threads. x has the type of W.
  void apply(const Kernels& kernels, ThreadPool& pool, MatrixView x, MatrixView y, std::int64_t rows,
             Epilogue epilogue = Epilogue::kNone) const;

 private:
  PackedMatrix weight_;
  SharedArray<std::byte> packed_;
  SharedArray<float> bias_;
};

}  // namespace jtp
