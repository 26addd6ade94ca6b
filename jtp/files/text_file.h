// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "jtp/base/error.h"

namespace jtp {

// The content of a file that is always small (a tag list, a table that people edit, a caption). Throws what
// read_file() throws.
std::string read_text_file(const std::filesystem::path& path, std::size_t max_bytes, ErrorKind too_large);

}  // namespace jtp
