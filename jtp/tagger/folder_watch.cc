// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/folder_watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "jtp/base/error.h"
#include "jtp/store/file_stamp.h"

namespace jtp {
namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t kEvents =
    IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR | IN_EXCL_UNLINK;

// How soon a stop is noticed whose signal interrupts another thread.
constexpr int kPollMilliseconds = 100;

int open_inotify() {
  const int fd = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (fd < 0) fail(ErrorKind::kIo, "folders cannot be watched: {}", std::strerror(errno));
  return fd;
}

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

// A symbolic or hard link is complete at once: it is not written under this name.
bool is_link(const fs::path& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && (S_ISLNK(status.st_mode) || status.st_nlink > 1);
}

}  // namespace

FolderWatch::FolderWatch(const std::vector<std::string>& folders, Recursion recursion,
                         const std::atomic<bool>& stop)
    : folders_(folders), recursion_(recursion), stop_(stop), fd_(open_inotify()) {
  try {
    start_over();
  } catch (...) {
    ::close(fd_);
    throw;
  }
}

FolderWatch::~FolderWatch() { ::close(fd_); }

// Watches before listing, so that nothing is missed in between; pictures seen twice are recognised.
void FolderWatch::start_over() {
  for (const std::string& folder : folders_) {
    watch(folder);
    if (recursion_ == Recursion::kIntoFolders) watch_below(folder);
  }
  present_.emplace(
      InputRequest{.paths = folders_, .recursion = recursion_, .next_name = {}, .standard_input = {}});
}

void FolderWatch::watch(const fs::path& folder) {
  const int number = ::inotify_add_watch(fd_, folder.c_str(), kEvents);
  if (number >= 0) {
    watched_[number] = folder;
    return;
  }
  const int reason = errno;
  if (reason == ENOSPC) {
    fail(ErrorKind::kIo,
         "{}: cannot be watched: the system's limit is reached after {} folders; raise "
         "fs.inotify.max_user_watches with sysctl",
         folder.string(), watched_.size());
  }
  const bool gone = reason == ENOENT || reason == ENOTDIR;
  fail(gone ? ErrorKind::kNotFound : ErrorKind::kIo, "{}: cannot be watched: {}", folder.string(),
       std::strerror(reason));
}

// Folders that vanish meanwhile or cannot be read are skipped.
void FolderWatch::watch_below(const fs::path& folder) {
  std::error_code error;
  auto entry = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (!entry->is_directory(ignored) || entry->is_symlink(ignored)) continue;
    if (is_hidden(entry->path())) {
      entry.disable_recursion_pending();
      continue;
    }
    try {
      watch(entry->path());
    } catch (const Error&) {
      if (fs::exists(entry->path(), ignored) && ::access(entry->path().c_str(), R_OK) == 0) throw;
    }
  }
}

// Watches a new folder and adds the pictures that were put into it before it was watched.
void FolderWatch::take_in(const fs::path& folder) {
  std::error_code gone;
  if (!fs::is_directory(folder, gone) || fs::is_symlink(folder, gone) || is_hidden(folder)) return;
  try {
    watch(folder);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kNotFound) return;
    throw;
  }
  watch_below(folder);
  InputList inside(
      {.paths = {folder.string()}, .recursion = recursion_, .next_name = {}, .standard_input = {}});
  while (const auto input = inside.next()) {
    if (!input->error) pending_[input->path] = {Arrival::kClosed, Clock::now()};
  }
}

std::optional<PictureInput> FolderWatch::next() {
  while (!stop_) {
    if (auto input = next_present()) return input;
    if (auto input = next_quiet()) return input;
    wait_for_events();
  }
  return std::nullopt;
}

std::optional<PictureInput> FolderWatch::next_present() {
  while (present_) {
    auto input = present_->next();
    if (!input) {
      present_.reset();
      return std::nullopt;
    }
    const auto stamp = stamp_file(input->path);
    if (!stamp || is_settled(*stamp)) return input;
    pending_[input->path] = {Arrival::kClosed, Clock::now()};  // its writer may not have finished
  }
  return std::nullopt;
}

std::optional<PictureInput> FolderWatch::next_quiet() {
  const auto now = Clock::now();
  const auto quiet = std::find_if(pending_.begin(), pending_.end(), [&](const auto& entry) {
    return entry.second.arrival == Arrival::kClosed && now - entry.second.since >= kQuietTime;
  });
  if (quiet == pending_.end()) return std::nullopt;
  const fs::path path = quiet->first;
  pending_.erase(quiet);
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return next_quiet();  // it has been removed again
  return PictureInput{.path = path, .bytes = {}, .error = {}};
}

void FolderWatch::wait_for_events() {
  pollfd poll{.fd = fd_, .events = POLLIN, .revents = 0};
  ::poll(&poll, 1, kPollMilliseconds);
  while (read_events()) {
  }
  if (watched_.empty()) fail(ErrorKind::kNotFound, "{}: no folder left to watch", folders_.front());
}

bool FolderWatch::read_events() {
  alignas(inotify_event) std::array<char, 64 * 1024> buffer;
  const ssize_t size = ::read(fd_, buffer.data(), buffer.size());
  if (size <= 0) return false;
  for (ssize_t at = 0; at < size;) {
    inotify_event event;
    std::memcpy(&event, buffer.data() + at, sizeof event);
    const char* name = buffer.data() + at + sizeof event;
    at += static_cast<ssize_t>(sizeof event + event.len);
    if ((event.mask & IN_Q_OVERFLOW) != 0) start_over();
    if ((event.mask & IN_IGNORED) != 0) watched_.erase(event.wd);
    const auto folder = watched_.find(event.wd);
    if (folder != watched_.end() && event.len > 0) handle(folder->second / name, event.mask);
  }
  return true;
}

void FolderWatch::handle(const fs::path& path, std::uint32_t mask) {
  if ((mask & IN_ISDIR) != 0) {
    const bool appeared = (mask & (IN_CREATE | IN_MOVED_TO)) != 0;
    if (appeared && recursion_ == Recursion::kIntoFolders) take_in(path);
    return;
  }
  if (!is_listed_picture(path.filename().string())) return;
  const bool complete =
      (mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0 || ((mask & IN_CREATE) != 0 && is_link(path));
  pending_[path] = {complete ? Arrival::kClosed : Arrival::kOpen, Clock::now()};
}

}  // namespace jtp
