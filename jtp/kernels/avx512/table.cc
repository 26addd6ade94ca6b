// SPDX-License-Identifier: Apache-2.0
#include "jtp/kernels/avx512/vec.h"
//
#include "jtp/kernels/avx512/bf16.h"
#include "jtp/kernels/avx512/int8.h"
//
#include "jtp/kernels/table-inl.h"
#include "jtp/kernels/tables.h"

namespace jtp {

const Kernels kAvx512Kernels = table_for(Isa::kAvx512);

}  // namespace jtp
