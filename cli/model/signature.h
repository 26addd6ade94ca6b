// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jtp {

// SHA-256 of the scores that the plain kernels (scalar, f32, one thread) compute with a fixed random model
// for a fixed random input. The scores are printed with four digits, so that another libm makes no
// difference. The hash is the same on every processor; it changes if the network's computation changes.
std::string engine_signature();

}  // namespace jtp
