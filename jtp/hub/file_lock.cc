// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr std::chrono::milliseconds kPoll{50};

// A blocking flock() would ignore the flag that a signal handler sets.
bool wait_for_lock(int fd, const std::function<void()>& on_wait, const std::atomic<bool>& cancelled) {
  for (bool told = false;; told = true) {
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return false;
    if (!told) on_wait();
    if (cancelled.load()) fail(ErrorKind::kCancelled, "stopped while waiting for another download");
    std::this_thread::sleep_for(kPoll);
  }
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& path, const std::function<void()>& on_wait,
                   const std::atomic<bool>& cancelled)
    : fd_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  if (fd_ < 0) fail(ErrorKind::kIo, "{}: cannot open the lock file: {}", path.string(), std::strerror(errno));
  try {
    if (wait_for_lock(fd_, on_wait, cancelled)) return;
    fail(ErrorKind::kIo, "{}: cannot lock: {}; HF_HUB_CACHE can name a local folder", path.string(),
         std::strerror(errno));
  } catch (...) {
    ::close(fd_);
    throw;
  }
}

FileLock::~FileLock() { ::close(fd_); }

}  // namespace jtp
