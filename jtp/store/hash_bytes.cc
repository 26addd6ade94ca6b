// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/hash_bytes.h"

#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

std::string hash_bytes(std::string_view hex) {
  if (hex.size() != 64 || hex.find_first_not_of(kDigits) != std::string_view::npos) {
    fail(ErrorKind::kInternal, "'{}' is not a SHA-256 in hexadecimal", hex);
  }
  std::string bytes;
  bytes.reserve(32);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(kDigits.find(hex[i]) * 16 + kDigits.find(hex[i + 1]));
  }
  return bytes;
}

std::string hash_hex(std::string_view bytes) {
  std::string hex;
  hex.reserve(2 * bytes.size());
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

}  // namespace jtp
