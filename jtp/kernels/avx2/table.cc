// SPDX-License-Identifier: Apache-2.0
#include "jtp/kernels/avx2/vec.h"
//
#include "jtp/kernels/avx2/bf16.h"
#include "jtp/kernels/avx2/int8.h"
//
#include "jtp/kernels/table-inl.h"
#include "jtp/kernels/tables.h"

namespace jtp {

const Kernels kAvx2Kernels = table_for(Isa::kAvx2);

}  // namespace jtp
