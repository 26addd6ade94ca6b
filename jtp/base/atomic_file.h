// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

namespace jtp {

// Makes `path` hold exactly `content`, or leaves it as it was: the bytes go to a temporary file in the same
// folder, are flushed to the disk, and the file is renamed over `path`. An existing file keeps its mode; a
// symbolic link is followed, so that the link stays. Throws Error kIo / kNotFound naming the path; the
// temporary file is removed then.
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

}  // namespace jtp
