// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/avx2/sums.h"
//
#include "jtp/image/row_kernels-inl.h"
#include "jtp/image/row_tables.h"

namespace jtp {

const RowKernels kAvx2RowKernels = {
    .isa = Isa::kAvx2,
    .premultiply = premultiply,
    .resample_row = resample_row,
    .combine_rows = combine_rows,
};

}  // namespace jtp
