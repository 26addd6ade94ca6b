// SPDX-License-Identifier: Apache-2.0
#include "jtp/kernels/avx512/vec.h"
//
#include "jtp/kernels/avx512_bf16/bf16.h"
#include "jtp/kernels/avx512_vnni/int8.h"
//
#include "jtp/kernels/table-inl.h"
#include "jtp/kernels/tables.h"

namespace jtp {

const Kernels kAvx512Bf16Kernels = table_for(Isa::kAvx512Bf16);

}  // namespace jtp
