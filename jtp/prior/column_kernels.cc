// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/column_kernels.h"

namespace jtp {

const ColumnKernels& column_kernels_for(Isa isa) {
  switch (isa) {
    case Isa::kScalar:
      return kScalarColumnKernels;
    case Isa::kAvx2:
    case Isa::kAvx2Vnni:  // has no further kernels for float32; neither have the last two
      return kAvx2ColumnKernels;
    case Isa::kAvx512:
    case Isa::kAvx512Vnni:
    case Isa::kAvx512Bf16:
      return kAvx512ColumnKernels;
  }
  return kScalarColumnKernels;
}

}  // namespace jtp
