// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace jtp {

// Reads a file sequentially and unpacks it if it is gzip. The first two bytes decide, not the name. A gzip
// file may have several members; zeros after the last one are padding.
class UnpackedFile {
 public:
  // Throws what RegularFile throws.
  explicit UnpackedFile(const std::filesystem::path& path);
  ~UnpackedFile();
  UnpackedFile(UnpackedFile&&) noexcept;
  UnpackedFile& operator=(UnpackedFile&&) noexcept;

  // Reads the next bytes: out.size() or fewer; 0 only at the end. Throws Error kIo, and kInvalidInput naming
  // the file and the packed byte if the gzip stream is invalid or truncated.
  std::size_t read(std::span<char> out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A file that is written sequentially and gets its name in commit() (see AtomicFile); packed as gzip if the
// name ends in .gz. All members throw Error kIo or kNotFound.
class PackedFile {
 public:
  explicit PackedFile(const std::filesystem::path& path);
  ~PackedFile();
  PackedFile(PackedFile&&) noexcept;
  PackedFile& operator=(PackedFile&&) noexcept;

  void write(std::string_view text);
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jtp
