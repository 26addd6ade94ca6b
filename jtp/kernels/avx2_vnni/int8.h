// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/kernels/avx2/vec.h"

// Products of int8 with the AVX-VNNI instruction.
namespace jtp {
namespace {

// sum + the exact products of four unsigned bytes of a with four signed bytes of b in each lane. In
// assembler, because GCC 12 copies some of the sums through memory when the intrinsic is used.
inline Ints dot_bytes(Ints sum, Ints a, Ints b) {
  asm("%{vex%} vpdpbusd %2, %1, %0" : "+x"(sum) : "x"(a), "x"(b));
  return sum;
}

// 12 sums, 2 columns and 1 row in 16 registers.
constexpr int kInt8Rows = 6;

}  // namespace
}  // namespace jtp
