// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace jtp {

// The bytes of a file, from the beginning to the end, unpacked where it is gzip. Its first two bytes decide,
// not its name. A gzip file may have several members; zeros behind the last one are padding.
class UnpackedFile {
 public:
  // Throws what RegularFile throws.
  explicit UnpackedFile(const std::filesystem::path& path);
  ~UnpackedFile();
  UnpackedFile(UnpackedFile&&) noexcept;
  UnpackedFile& operator=(UnpackedFile&&) noexcept;

  // The next bytes, out.size() or fewer; 0 at the end only. Throws Error kIo, and kInvalidInput naming the
  // file and the packed byte for what is no gzip stream or ends inside one.
  std::size_t read(std::span<char> out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A file that is written from the beginning to the end and appears under its name with commit() (see
// AtomicFile); packed as gzip where the name ends in .gz. All members throw Error kIo or kNotFound.
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
