// SPDX-License-Identifier: Apache-2.0
#include "jtp/kernels/kernels.h"
#include "jtp/kernels/tables.h"

namespace jtp {

const Kernels& kernels_for(Isa isa) {
  switch (isa) {
    case Isa::kScalar:
      return kScalarKernels;
    case Isa::kAvx2:
      return kAvx2Kernels;
    case Isa::kAvx2Vnni:
      return kAvx2VnniKernels;
    case Isa::kAvx512:
      return kAvx512Kernels;
    case Isa::kAvx512Vnni:
      return kAvx512VnniKernels;
    case Isa::kAvx512Bf16:
      return kAvx512Bf16Kernels;
  }
  return kScalarKernels;
}

}  // namespace jtp
