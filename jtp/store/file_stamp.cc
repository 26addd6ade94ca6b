// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/file_stamp.h"

#include <sys/stat.h>

#include <chrono>

namespace jtp {
namespace {

// The coarsest clock of any file system (FAT).
constexpr std::int64_t kClockStepNs = 2'000'000'000;

}  // namespace

std::string stored_path(const std::filesystem::path& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
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
