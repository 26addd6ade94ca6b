// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/column_kernels-inl.h"

namespace jtp {

const ColumnKernels kAvx2ColumnKernels = {.isa = Isa::kAvx2, .train_pass = train_pass};

}  // namespace jtp
