// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jtp {

// The 32 bytes of a hexadecimal SHA-256. Throws Error kInternal unless it has 64 hexadecimal digits.
std::string hash_bytes(std::string_view hex);

// Lower-case hexadecimal.
std::string hash_hex(std::string_view bytes);

}  // namespace jtp
