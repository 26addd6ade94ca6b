// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace jtp {

// Lower-case hexadecimal MD5 of `bytes` (32 characters), by which e621's tables identify pictures. MD5
// collisions can be forged; use SHA-256 wherever contents must be told apart.
std::string md5_hex(std::span<const std::byte> bytes);

}  // namespace jtp
