// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace jtp::test {

// One member of a ustar archive, padded to whole blocks. `type`: '0' a file, '5' a folder, 'L' and 'x' long
// names.
inline std::string tar_member(std::string_view name, std::string_view content, char type = '0') {
  std::string header(512, '\0');
  header.replace(0, name.size(), name);
  header.replace(124, 11, fmt::format("{:011o}", content.size()));
  header.replace(148, 8, "        ");
  header[156] = type;
  header.replace(257, 5, "ustar");
  header.replace(263, 2, "00");
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  header.replace(148, 7, fmt::format("{:06o}", sum) + std::string(1, '\0'));
  const std::size_t padding = (512 - content.size() % 512) % 512;
  return header + std::string(content) + std::string(padding, '\0');
}

}  // namespace jtp::test
