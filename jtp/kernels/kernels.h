// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "jtp/base/isa.h"
#include "jtp/kernels/packed_matrix.h"

// The arithmetic of the network on plain memory: no allocation, no locks, no exceptions, no threads. Each
// instruction set has one table of functions, defined in <isa>/table.cc; scalar/ is the reference and should
// be read first.
//
// A compiler flag for an instruction set applies to a whole translation unit. So each ISA folder is compiled
// separately and exports only its table: the linker must never pick an inline function of the standard
// library that was compiled there for the rest of the program (test
// kernels.isa_objects_export_only_their_table).
//
// Results are deterministic: an output element is computed by the same operations in the same order, whatever
// rows, panels or heads a call covers. So results do not depend on how callers divide the work.
namespace jtp {

// Half-open: begin is included, end is not.
struct IndexRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

// What is done to a product A B^T + bias before it is stored.
enum class Epilogue {
  kNone,
  kGelu,  // 0.5 v (1 + erf(v / sqrt 2)), absolute error below 2e-7 max(1, |v|), below 4e-5 max(1, |v|) into
          // bf16
  kResidual,  // added to the content of C (f32 only)
};

// C [M, N] = epilogue(A [M, K] B^T + bias). A has the element type of B, and its rows are zero from K up to
// round_up(K, 4). C is f32 or bf16. A and C must not overlap. Products are summed along k in float32, int8
// products exactly in int32. For int8, A holds the bytes a + 128 with a in -127 ... 127, and A[m][k] ~
// a_scales[m] * a (see Quantize).
struct Gemm {
  const void* a = nullptr;
  std::int64_t a_stride = 0;        // elements between rows of A, a multiple of 4
  const float* a_scales = nullptr;  // [M], int8 only
  PackedMatrix b;                   // [N, K]
  const float* bias = nullptr;      // [N], or null for no bias
  void* c = nullptr;
  std::int64_t c_stride = 0;  // elements between rows of C
  ElementType c_type = ElementType::kF32;
  Epilogue epilogue = Epilogue::kNone;
};

// y [rows, D] = (x - mean) / sqrt(variance + epsilon) * weight + bias, over each row of x [rows, D].
struct LayerNorm {
  const float* x = nullptr;
  std::int64_t x_stride = 0;
  std::int64_t width = 0;  // D
  const float* weight = nullptr;
  const float* bias = nullptr;
  float epsilon = 1e-6F;
  void* y = nullptr;
  std::int64_t y_stride = 0;
  ElementType y_type = ElementType::kF32;
  float* y_scales = nullptr;  // [rows], int8 only
};

// y [rows, K] = bytes 128 + round(x / scale), with scale = max |x| / 127 of each row (an all-zero row gives
// bytes 128): the form that Gemm expects for A. x is f32 or bf16.
struct Quantize {
  const void* x = nullptr;
  std::int64_t x_stride = 0;
  ElementType x_type = ElementType::kF32;
  std::int64_t width = 0;  // K
  void* y = nullptr;
  std::int64_t y_stride = 0;
  float* y_scales = nullptr;  // [rows]
};

// out [T, D] = softmax(q k^T / sqrt(head_dim)) v for each head of qkv [T, 3 D]. A row of qkv is q | k | v,
// each with its heads in order. Both have the element type `type`; head_dim may be any number >= 1.
struct Attention {
  const void* qkv = nullptr;
  std::int64_t qkv_stride = 0;  // elements between rows
  void* out = nullptr;
  std::int64_t out_stride = 0;
  std::int64_t tokens = 0;  // T
  std::int64_t width = 0;   // D
  std::int64_t head_dim = 0;
  ElementType type = ElementType::kF32;
};

struct Kernels {
  Isa isa;
  std::int64_t panel;     // columns per panel of PackedMatrix
  std::int64_t row_tile;  // rows per register tile; dividing M at multiples of it wastes no work
  ElementType half;       // the element type between int8 products: bf16 if the processor multiplies it
                          // natively, otherwise f32

  // Computes rows `rows` and panels `panels` of C.
  void (*gemm)(const Gemm& gemm, IndexRange rows, IndexRange panels);
  void (*layer_norm)(const LayerNorm& norm, IndexRange rows);
  void (*quantize)(const Quantize& quantize, IndexRange rows);

  // Computes the output rows `rows` of one head. `scratch`: attention_scratch() bytes, aligned to 64.
  std::size_t (*attention_scratch)(const Attention& attention);
  void (*attention)(const Attention& attention, std::int64_t head, IndexRange rows, std::byte* scratch);

  // p [n] = exp(p - max p) / sum.
  void (*softmax)(float* p, std::int64_t n);
  // out [D] = sum over t of p[t] * x[t], x [T, D] with stride D.
  void (*weighted_sum)(const float* p, const float* x, std::int64_t tokens, std::int64_t width, float* out);

  // Only `steps` rounds of multiply-adds on registers, multiplied as `gemm` does for this type. Returns their
  // number; measures the peak speed of the machine.
  std::int64_t (*multiply_adds)(ElementType type, std::int64_t steps);
};

// The table for an instruction set. Requires is_supported(isa).
const Kernels& kernels_for(Isa isa);

}  // namespace jtp
