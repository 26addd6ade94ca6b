// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/image/row_kernels.h"

namespace jtp {

// One table per ISA folder, which exports nothing else.
extern const RowKernels kScalarRowKernels;
extern const RowKernels kAvx2RowKernels;
extern const RowKernels kAvx512RowKernels;

}  // namespace jtp
