// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>

namespace jtp {

// An exclusive advisory lock (flock) on a file. The file is created if necessary and never removed: after a
// removal, a third process could lock a new file of the same name. Other Hugging Face tools lock the same
// way.
class FileLock {
 public:
  // Waits until the lock is free; `on_wait` is called once if that takes time. Throws Error kIo naming the
  // path (also if the file system does not support locks), and kCancelled when `cancelled` becomes true.
  FileLock(const std::filesystem::path& path, const std::function<void()>& on_wait,
           const std::atomic<bool>& cancelled);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int fd_;
};

}  // namespace jtp
