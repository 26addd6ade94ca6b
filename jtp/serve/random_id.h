// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jtp {

// 128 random bits from the system as 32 lower-case hexadecimal digits: an unguessable name.
std::string random_id();

}  // namespace jtp
