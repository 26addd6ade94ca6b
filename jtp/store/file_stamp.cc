// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/file_stamp.h"

#include <sys/stat.h>

#include <chrono>
#include <system_error>

namespace jtp {
namespace {

// The coarsest clock of any file system (FAT).
constexpr std::int64_t kClockStepNs = 2'000'000'000;

}  // namespace

std::string stored_path(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  const fs::path full = fs::absolute(path);
  std::error_code error;
  const bool is_link_to_file = fs::is_symlink(full, error) && !fs::is_directory(full, error);
  if (!is_link_to_file) {
    const fs::path real = fs::weakly_canonical(full, error);
    return (error ? full.lexically_normal() : real).string();
  }
  const fs::path folder = fs::weakly_canonical(full.parent_path(), error);
  return (error ? full.lexically_normal() : folder / full.filename()).string();
}

std::optional<FileStamp> stamp_file(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return FileStamp{.path = stored_path(path),
                   .size = status.st_size,
                   .mtime_ns = status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec,
                   .seen_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()};
}

bool is_settled(const FileStamp& stamp) { return stamp.seen_ns - stamp.mtime_ns >= kClockStepNs; }

}  // namespace jtp
