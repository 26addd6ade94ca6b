// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/text_file.h"

#include <algorithm>
#include <span>

#include "jtp/base/mapped_file.h"

namespace jtp {

std::string read_text_file(const std::filesystem::path& path, std::size_t max_bytes, ErrorKind too_large) {
  const MappedFile file(path);
  if (file.size() > max_bytes) {
    fail(too_large, "{}: has {} bytes, at most {} are read", path.string(), file.size(), max_bytes);
  }
  std::string text(file.size(), '\0');
  std::copy(file.bytes().begin(), file.bytes().end(), std::as_writable_bytes(std::span(text)).begin());
  return text;
}

}  // namespace jtp
