// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jtp {

// 128 random bits of the system as 32 lower-case hexadecimal digits: a name that cannot be guessed.
std::string random_id();

}  // namespace jtp
