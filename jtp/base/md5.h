// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace jtp {

// Lower-case hexadecimal MD5 of `bytes` (32 characters): what e621's tables call pictures by. Anybody can
// make two contents with one MD5; what must tell contents apart takes SHA-256.
std::string md5_hex(std::span<const std::byte> bytes);

}  // namespace jtp
