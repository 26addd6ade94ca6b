// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

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

// The environment variable JTP_ISA is a list of words with commas between them:
//   NAME      an instruction set as to_string() writes it: use this one, not the fastest; at most one
//   -FEATURE  behave as if the processor lacked this feature: avx, avx2, fma, f16c, avx_vnni, avx512f,
//             avx512bw, avx512dq, avx512vl, avx512_vnni or avx512_bf16 (as in /proc/cpuinfo)
// Empty words mean nothing. "-avx_vnni" makes an Intel processor look like an AMD one, "avx2,-avx_vnni"
// forces AVX2 there.
//
// All functions below obey it. They throw Error kDevice, which lists the choices, when there is another word
// in it.

// Whether the processor and the operating system can run it (CPUID and XGETBV).
bool is_supported(Isa isa);

// The supported ones, from the plainest to the fastest; the first is kScalar.
std::vector<Isa> supported_isas();

// The one that JTP_ISA names, supported or not.
std::optional<Isa> forced_isa();

// The one that JTP_ISA names, else the fastest supported one. Throws Error kDevice when that one is not
// supported.
Isa active_isa();

}  // namespace jtp
