// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/isa.h"

#include <cpuid.h>

#include <cstdlib>

#include "jtp/base/error.h"

namespace jtp {
namespace {

Isa parse_isa(std::string_view name) {
  for (const Isa isa : kAllIsas) {
    if (to_string(isa) == name) return isa;
  }
  fail(ErrorKind::kDevice,
       "JTP_ISA={}: unknown instruction set; choose scalar, avx2, avx2_vnni, avx512, avx512_vnni or "
       "avx512_bf16",
       name);
}

// AVX-VNNI has its own check (leaf 7.1), because not all compilers before GCC 13 and Clang 15 know its name.
// It uses the registers of AVX2.
bool has_avx_vnni() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx) != 0 && (eax & (1U << 4)) != 0;
}

}  // namespace

std::string_view to_string(Isa isa) {
  switch (isa) {
    case Isa::kScalar:
      return "scalar";
    case Isa::kAvx2:
      return "avx2";
    case Isa::kAvx2Vnni:
      return "avx2_vnni";
    case Isa::kAvx512:
      return "avx512";
    case Isa::kAvx512Vnni:
      return "avx512_vnni";
    case Isa::kAvx512Bf16:
      return "avx512_bf16";
  }
  return "scalar";
}

// The compiler's own detection also asks the operating system (XGETBV) whether it saves the wide registers.
bool is_supported(Isa isa) {
  switch (isa) {
    case Isa::kScalar:
      return true;
    case Isa::kAvx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case Isa::kAvx2Vnni:
      return is_supported(Isa::kAvx2) && has_avx_vnni();
    case Isa::kAvx512:
      return is_supported(Isa::kAvx2) && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512vl");
    case Isa::kAvx512Vnni:
      return is_supported(Isa::kAvx512) && __builtin_cpu_supports("avx512vnni");
    case Isa::kAvx512Bf16:
      return is_supported(Isa::kAvx512Vnni) && __builtin_cpu_supports("avx512bf16");
  }
  return false;
}

Isa active_isa() {
  if (const char* forced = std::getenv("JTP_ISA"); forced != nullptr && *forced != '\0') {
    const Isa isa = parse_isa(forced);
    if (!is_supported(isa))
      fail(ErrorKind::kDevice, "JTP_ISA={}: this processor does not support it", forced);
    return isa;
  }
  Isa best = Isa::kScalar;
  for (const Isa isa : kAllIsas) {
    if (is_supported(isa)) best = isa;
  }
  return best;
}

}  // namespace jtp
