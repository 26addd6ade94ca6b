// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/kernels/packed_matrix.h"

// Float64 products with packed float32 weights B [N, K], for values that are computed once and not by the
// kernels.
namespace jtp {

using Doubles = std::vector<double>;

// B x, x [K] -> [N]
Doubles multiply(const PackedMatrix& b, std::span<const double> x);

// B^T g, g [N] -> [K]
Doubles multiply_transposed(const PackedMatrix& b, std::span<const double> g);

// B[n], [K]
Doubles row(const PackedMatrix& b, std::int64_t n);

}  // namespace jtp
