// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace jtp {

struct TarMember {
  std::string name;         // as in the archive
  std::int64_t offset = 0;  // of its content in the archive, in bytes
  std::int64_t length = 0;
};

// The regular files in an uncompressed tar archive (ustar, with long names of GNU and POSIX). Only the
// headers are read. Throws Error kInvalidInput naming the archive and the byte, kNotFound, kIo.
std::vector<TarMember> read_tar_index(const std::filesystem::path& path);

}  // namespace jtp
