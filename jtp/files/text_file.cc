// SPDX-License-Identifier: Apache-2.0
#include "jtp/files/text_file.h"

#include "jtp/base/regular_file.h"

namespace jtp {

std::string read_text_file(const std::filesystem::path& path, std::size_t max_bytes, ErrorKind too_large) {
  const auto bytes = read_file(path, max_bytes, too_large);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace jtp
