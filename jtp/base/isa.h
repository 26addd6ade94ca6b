// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace jtp {

// Instruction sets with a table of kernels of their own, from the plainest to the fastest.
enum class Isa {
  kScalar,      // portable C++: the oracle
  kAvx2,        // AVX2 + FMA + F16C (x86-64-v3)
  kAvx2Vnni,    // the same and AVX-VNNI
  kAvx512,      // AVX512 F, BW, DQ, VL (x86-64-v4)
  kAvx512Vnni,  // the same and AVX512-VNNI
  kAvx512Bf16,  // the same and AVX512-BF16
};

inline constexpr std::array kAllIsas = {Isa::kScalar, Isa::kAvx2,       Isa::kAvx2Vnni,
                                        Isa::kAvx512, Isa::kAvx512Vnni, Isa::kAvx512Bf16};

// "scalar", "avx2", "avx2_vnni", "avx512", "avx512_vnni", "avx512_bf16".
std::string_view to_string(Isa isa);

// Whether the processor and the operating system can run it (CPUID and XGETBV).
bool is_supported(Isa isa);

// The fastest supported one, or the one that the environment variable JTP_ISA names.
// Throws Error kDevice when JTP_ISA names an unknown or unsupported one.
Isa active_isa();

}  // namespace jtp
