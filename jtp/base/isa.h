// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace jtp {

// The instruction sets that have their own kernels, from slowest to fastest.
enum class Isa {
  kScalar,      // portable C++: the reference
  kAvx2,        // AVX2 + FMA + F16C (x86-64-v3)
  kAvx2Vnni,    // kAvx2 and AVX-VNNI
  kAvx512,      // AVX512 F, BW, DQ, VL (x86-64-v4)
  kAvx512Vnni,  // kAvx512 and AVX512-VNNI
  kAvx512Bf16,  // kAvx512Vnni and AVX512-BF16
};

inline constexpr std::array kAllIsas = {Isa::kScalar, Isa::kAvx2,       Isa::kAvx2Vnni,
                                        Isa::kAvx512, Isa::kAvx512Vnni, Isa::kAvx512Bf16};

// "scalar", "avx2", "avx2_vnni", "avx512", "avx512_vnni", "avx512_bf16".
std::string_view to_string(Isa isa);

// Whether the processor and the operating system support it (CPUID and XGETBV).
bool is_supported(Isa isa);

// The fastest supported instruction set, or the one that the environment variable JTP_ISA names. Throws Error
// kDevice if that one is unknown or unsupported.
Isa active_isa();

}  // namespace jtp
