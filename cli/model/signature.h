// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jtp {

// SHA-256 of the scores that the plain kernels (scalar, f32, one thread) give a fixed random model for a
// fixed random input, printed with four digits so that another libm does not show: the same for every
// processor, and another one where somebody changed what the network computes.
std::string engine_signature();

}  // namespace jtp
