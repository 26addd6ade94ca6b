// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jtp {

// What the process holds in memory now, in bytes; 0 where the system does not tell.
std::int64_t resident_bytes();

}  // namespace jtp
