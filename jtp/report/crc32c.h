// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace jtp {

// CRC-32C (Castagnoli; RFC 3720, appendix B.4).
std::uint32_t crc32c(std::string_view bytes);

// The checksum as TFRecord files store it: rotated and moved, so that the CRC of bytes which hold CRCs says
// something.
std::uint32_t masked_crc32c(std::string_view bytes);

}  // namespace jtp
