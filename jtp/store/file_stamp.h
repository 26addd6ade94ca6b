// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace jtp {

// By what a file is known again without reading it.
struct FileStamp {
  std::string path;  // absolute, without . and .., symbolic links left as they are; bytes, not UTF-8
  std::int64_t size = 0;
  std::int64_t mtime_ns = 0;  // of the last change, nanoseconds since 1970
  std::int64_t seen_ns = 0;   // when this was found out: before the file was read
};

// The spelling of a path in the store.
std::string stored_path(const std::filesystem::path& path);

// Nothing for what is no regular file or cannot be looked at.
std::optional<FileStamp> stamp_file(const std::filesystem::path& path);

// Whether a change after the stamp was taken would show in the next one. File systems count time in steps, up
// to two seconds long: a file that has only just been written may be written again within the step.
bool is_settled(const FileStamp& stamp);

}  // namespace jtp
