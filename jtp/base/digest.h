// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace jtp {

enum class DigestAlgorithm { kSha256, kSha1 };

// Running digest of a stream of bytes. SHA-1 is only for git blob ids.
class Digest {
 public:
  explicit Digest(DigestAlgorithm algorithm);
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;

  void update(std::span<const std::byte> bytes);

  // The digest in lower-case hexadecimal. Ends the stream: call it once.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Lower-case hexadecimal SHA-256 of `bytes` (64 characters).
std::string sha256_hex(std::span<const std::byte> bytes);
inline std::string sha256_hex(std::string_view text) { return sha256_hex(std::as_bytes(std::span(text))); }

}  // namespace jtp
