// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace jtp {

// Identifies the state of a file without reading it.
struct FileStamp {
  std::string path;  // stored_path(); bytes, not UTF-8
  std::int64_t size = 0;
  std::int64_t mtime_ns = 0;  // of the last change, nanoseconds since 1970
  std::int64_t seen_ns = 0;   // when the stamp was taken: before the file was read
};

// The form of a path in the store: absolute, without . and .., symbolic links to folders resolved, so that a
// folder has one form however it is reached. A link to a file keeps its own name.
std::string stored_path(const std::filesystem::path& path);

// Nothing if it is not a regular file or cannot be examined.
std::optional<FileStamp> stamp_file(const std::filesystem::path& path);

// Whether a change after the stamp was taken would change the next stamp. The clocks of file systems advance
// in steps of up to two seconds, so a file that was written just now may be written again within the same
// step.
bool is_settled(const FileStamp& stamp);

}  // namespace jtp
