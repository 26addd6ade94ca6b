// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/kernels/avx512/vec.h"

// Products of int8 with the AVX512-VNNI instruction.
namespace jtp {
namespace {

// sum + the exact products of four unsigned bytes of a with four signed bytes of b in each lane. In
// assembler, because GCC 12 copies some of the sums through memory when the intrinsic is used.
inline Ints dot_bytes(Ints sum, Ints a, Ints b) {
  asm("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
  return sum;
}

// 27 sums, 3 columns and 1 row in 32 registers; 729 tokens are 81 x 9.
constexpr int kInt8Rows = 9;

}  // namespace
}  // namespace jtp
