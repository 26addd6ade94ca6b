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
  bool operator==(const FileStamp&) const = default;
};

// The spelling of a path in the store.
std::string stored_path(const std::filesystem::path& path);

// Nothing for what is no regular file or cannot be looked at.
std::optional<FileStamp> stamp_file(const std::filesystem::path& path);

// Whether a change right after `read_at_ns` (nanoseconds since 1970) would show in the stamp: file systems
// count time in steps, up to two seconds long, and a file that was written just now may be written again
// within the step.
bool is_settled(const FileStamp& stamp, std::int64_t read_at_ns);

}  // namespace jtp
