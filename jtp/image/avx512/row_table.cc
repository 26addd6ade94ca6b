// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/avx512/sums.h"
//
#include "jtp/image/row_kernels-inl.h"
#include "jtp/image/row_tables.h"

namespace jtp {

const RowKernels kAvx512RowKernels = {
    .isa = Isa::kAvx512,
    .premultiply = premultiply,
    .resample_row = resample_row,
    .combine_rows = combine_rows,
};

}  // namespace jtp
