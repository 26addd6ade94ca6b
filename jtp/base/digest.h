// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace jtp {

enum class DigestAlgorithm { kSha256, kSha1 };

// Running digest of a stream of bytes. SHA-1 is there for git blob ids only.
class Digest {
 public:
  explicit Digest(DigestAlgorithm algorithm);
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;

  void update(std::span<const std::byte> bytes);

  // Lower-case hexadecimal; ends the stream, call once.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Lower-case hexadecimal SHA-256 of `bytes` (64 characters).
std::string sha256_hex(std::span<const std::byte> bytes);

}  // namespace jtp
