// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "jtp/base/atomic_file.h"

namespace jtp {

// An uncompressed tar archive (ustar) of regular files, which gets its name in finish(). The same members
// give the same bytes: it stores no times and no owners. Throws what AtomicFile throws.
class TarWriter {
 public:
  explicit TarWriter(const std::filesystem::path& path) : path_(path), file_(path) {}

  // Throws Error kInvalidInput for an empty name or one of more than 100 bytes, kUnsupported for 8 GiB and
  // more.
  void add(std::string_view name, std::span<const std::byte> content);

  // Writes the end of the archive; call it once.
  void finish();

  std::int64_t bytes() const { return bytes_; }

 private:
  void write(std::span<const std::byte> bytes);

  std::filesystem::path path_;
  AtomicFile file_;
  std::int64_t bytes_ = 0;
};

}  // namespace jtp
