// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/kernels/kernels.h"

namespace jtp {

// One table per ISA folder, which exports nothing else.
extern const Kernels kScalarKernels;
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx2VnniKernels;
extern const Kernels kAvx512Kernels;
extern const Kernels kAvx512VnniKernels;
extern const Kernels kAvx512Bf16Kernels;

}  // namespace jtp
