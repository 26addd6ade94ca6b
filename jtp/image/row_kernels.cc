// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/row_kernels.h"

#include "jtp/image/row_tables.h"

namespace jtp {

const RowKernels& row_kernels_for(Isa isa) {
  switch (isa) {
    case Isa::kScalar:
      return kScalarRowKernels;
    case Isa::kAvx2:
    case Isa::kAvx2Vnni:  // has no further kernels for picture rows; neither have the last two
      return kAvx2RowKernels;
    case Isa::kAvx512:
    case Isa::kAvx512Vnni:
    case Isa::kAvx512Bf16:
      return kAvx512RowKernels;
  }
  return kScalarRowKernels;
}

}  // namespace jtp
