// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/row_kernels.h"

#include "jtp/image/row_tables.h"

namespace jtp {

const RowKernels& row_kernels_for(Isa isa) {
  switch (isa) {
    case Isa::kScalar:
      return kScalarRowKernels;
    case Isa::kAvx2:
      return kAvx2RowKernels;
    case Isa::kAvx512:
    case Isa::kAvx512Bf16:  // has nothing more for bytes
      return kAvx512RowKernels;
  }
  return kScalarRowKernels;
}

}  // namespace jtp
