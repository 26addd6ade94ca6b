// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/atomic_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/thread_pool.h"

namespace jtp {
namespace {

constexpr std::size_t kThreads = 8;       // which mostly wait for the disk
constexpr std::size_t kMaxAtOnce = 2048;  // open files
constexpr int kMaxLinks = 40;             // as many as Linux itself follows before ELOOP

std::filesystem::path follow_links(std::filesystem::path path) {
  std::error_code ignored;
  for (int i = 0; i < kMaxLinks && std::filesystem::is_symlink(path, ignored); ++i) {
    const std::filesystem::path target = std::filesystem::read_symlink(path, ignored);
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  return path;
}

// The mode of the file that will be replaced, or nothing if there is none. Renaming over a device such as
// /dev/null would remove it for the whole system. A read-only
// file (no write bit in its mode) is refused, because the system would let root, or the owner of the folder,
// replace it.
std::optional<mode_t> replaced_mode(const std::filesystem::path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return std::nullopt;
  if (!S_ISREG(info.st_mode))
    fail(ErrorKind::kIo, "{}: not a regular file, so it cannot be replaced", path.string());
  if ((info.st_mode & 0222) == 0) {
    fail(ErrorKind::kIo, "{}: is read-only (mode {:04o}), so it was not changed", path.string(),
         info.st_mode & 07777);
  }
  return info.st_mode & 07777;
}

std::string temporary_name(const std::filesystem::path& target) {
  std::uint32_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number)
    number = static_cast<std::uint32_t>(::getpid());
  return (target.parent_path() / fmt::format(".jtp-{:08x}", number)).string();
}

void remove_file(const std::filesystem::path& path) {
  replaced_mode(path);
  if (::unlink(path.c_str()) != 0)
    fail(ErrorKind::kIo, "{}: cannot remove: {}", path.string(), std::strerror(errno));
}

bool write_all(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return true;
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

  int get() const { return fd_; }

 private:
  int fd_;
};

// Written content without a name yet: nothing is left of it if the program dies.
class UnnamedFile {
 public:
  // Nothing if the file system does not support such files, or if space or descriptors run out. Throws what
  // replaced_mode() throws.
  static std::optional<UnnamedFile> make(const FileChange& file) {
    std::filesystem::path target = follow_links(file.path);
    const mode_t mode = replaced_mode(target).value_or(0666) & 0666;
    const std::filesystem::path folder = target.has_parent_path() ? target.parent_path() : ".";
    Descriptor fd(::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, mode));
    if (fd.get() < 0 || !write_all(fd.get(), std::as_bytes(std::span(*file.content)))) return std::nullopt;
    return UnnamedFile(std::move(target), std::move(fd));
  }

  int descriptor() const { return fd_.get(); }

  // False if it cannot take the name; then an existing file is unchanged.
  bool take_name() const {
    const auto mode = replaced_mode(target_);
    if (!mode && link(target_.string())) return true;
    if (mode && ::fchmod(fd_.get(), *mode) != 0) return false;
    const std::string name = temporary_name(target_);
    if (!link(name)) return false;
    if (::rename(name.c_str(), target_.c_str()) == 0) return true;
    ::unlink(name.c_str());
    return false;
  }

 private:
  UnnamedFile(std::filesystem::path target, Descriptor fd) : target_(std::move(target)), fd_(std::move(fd)) {}

  // Through /proc, which needs no privilege.
  bool link(const std::string& name) const {
    const std::string own = fmt::format("/proc/self/fd/{}", fd_.get());
    return ::linkat(AT_FDCWD, own.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
  }

  std::filesystem::path target_;
  Descriptor fd_;
};

// The file systems that have been written to.
class FileSystems {
 public:
  void add(int fd) {
    struct stat info {};
    if (::fstat(fd, &info) == 0 && !by_device_.contains(info.st_dev))
      by_device_.emplace(info.st_dev, ::fcntl(fd, F_DUPFD_CLOEXEC, 0));
  }
  void add_folder_of(const std::filesystem::path& file) {
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() >= 0) add(fd.get());
  }

  // Whether all written data has reached the disk.
  bool flush() const {
    return std::all_of(by_device_.begin(), by_device_.end(),
                       [](const auto& system) { return ::syncfs(system.second.get()) == 0; });
  }

 private:
  std::map<dev_t, Descriptor> by_device_;
};

// Half of the files that the process may open, so that enough remain for other uses.
std::size_t open_at_once() {
  rlimit most{};
  if (::getrlimit(RLIMIT_NOFILE, &most) != 0) return 1;
  return std::clamp<std::size_t>(most.rlim_cur / 2, 1, kMaxAtOnce);
}

// For at most open_at_once() files.
void change_some(ThreadPool& pool, std::span<const FileChange> files, std::span<std::optional<Error>> errors,
                 FileSystems& written) {
  std::vector<std::optional<UnnamedFile>> made(files.size());
  const auto for_each = [&](const auto& work) {
    pool.parallel_for(static_cast<std::int64_t>(files.size()), [&](std::int64_t index, int) {
      const auto i = static_cast<std::size_t>(index);
      try {
        if (!errors[i]) work(i);
      } catch (const Error& error) {
        errors[i] = error;
      }
    });
  };
  for_each([&](std::size_t i) {
    if (files[i].content) made[i] = UnnamedFile::make(files[i]);
  });
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (made[i]) {
      written.add(made[i]->descriptor());
    } else {
      written.add_folder_of(files[i].path);
    }
  }
  const bool flushed = written.flush();
  for_each([&](std::size_t i) {
    if (!files[i].content) return remove_file(files[i].path);
    const bool ready = made[i] && (flushed || ::fsync(made[i]->descriptor()) == 0);
    if (!ready || !made[i]->take_name()) write_file_atomically(files[i].path, *files[i].content);
  });
}

}  // namespace

// open() rather than mkstemp(): a new file gets the mode that the umask and its folder give any other file.
// The umask cannot be read without changing it for all threads.
AtomicFile::AtomicFile(const std::filesystem::path& path) : target_(follow_links(path)) {
  const mode_t mode = replaced_mode(target_).value_or(0666) & 0666;
  do {
    name_ = temporary_name(target_);
    fd_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  } while (fd_ < 0 && errno == EEXIST);
  if (fd_ < 0) fail_errno("cannot make a temporary file beside it");
}

AtomicFile::~AtomicFile() {
  ::close(fd_);
  if (!committed_) ::unlink(name_.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  if (!write_all(fd_, bytes)) fail_errno("cannot write");
}

void AtomicFile::commit() {
  const auto mode = replaced_mode(target_);
  if (mode && ::fchmod(fd_, *mode) != 0) fail_errno("cannot set the mode");
  if (::fsync(fd_) != 0) fail_errno("cannot flush");
  if (::rename(name_.c_str(), target_.c_str()) != 0) fail_errno("cannot replace");
  committed_ = true;
}

void AtomicFile::fail_errno(const char* what) const {
  const int error = errno;
  fail(error == ENOENT ? ErrorKind::kNotFound : ErrorKind::kIo, "{}: {}: {}", target_.string(), what,
       std::strerror(error));
}

void write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  AtomicFile file(path);
  file.write(content);
  file.commit();
}

std::vector<std::optional<Error>> change_files(std::span<const FileChange> files) {
  std::vector<std::optional<Error>> errors(files.size());
  ThreadPool pool(static_cast<int>(std::clamp<std::size_t>(files.size(), 1, kThreads)));
  FileSystems written;
  const std::size_t at_once = open_at_once();
  for (std::size_t begin = 0; begin < files.size(); begin += at_once) {
    const std::size_t count = std::min(at_once, files.size() - begin);
    change_some(pool, files.subspan(begin, count), std::span(errors).subspan(begin, count), written);
  }
  if (!written.flush()) {
    fail(ErrorKind::kIo, "{}: cannot flush the disk: {}", files.front().path.string(), std::strerror(errno));
  }
  return errors;
}

}  // namespace jtp
