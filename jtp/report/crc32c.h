// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace jtp {

// CRC-32C (Castagnoli; RFC 3720, appendix B.4).
std::uint32_t crc32c(std::string_view bytes);

// The checksum as TFRecord files store it: rotated and with a constant added, so that the CRC of data that
// contains CRCs stays useful.
std::uint32_t masked_crc32c(std::string_view bytes);

}  // namespace jtp
