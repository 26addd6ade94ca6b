// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace jtp {

// Base64 with padding (RFC 4648, section 4).
std::string encode_base64(std::span<const std::byte> bytes);

// The bytes that `text` encodes, with or without padding. Nothing if it is invalid: another character (white
// space included), an impossible length, or bits set after the last byte.
std::optional<std::string> decode_base64(std::string_view text);

// Decodes what clients send for a picture: base64, or a data URL ("data:image/png;base64,...").
std::optional<std::string> decode_data_url(std::string_view text);

}  // namespace jtp
