// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace jtp {

// RFC 4648, section 4, with padding.
std::string encode_base64(std::span<const std::byte> bytes);

// The bytes of base64 with or without padding, or nothing where it is broken: another character, a length
// that no bytes have, bits set behind the last byte. White space counts as another character.
std::optional<std::string> decode_base64(std::string_view text);

// What clients send for a picture: base64, or a data URL ("data:image/png;base64,...").
std::optional<std::string> decode_data_url(std::string_view text);

}  // namespace jtp
