// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jtp {

// The resident memory of the process in bytes; 0 if the system does not report it.
std::int64_t resident_bytes();

}  // namespace jtp
