// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/prepare.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <utility>

#include "jtp/base/digest.h"
#include "jtp/base/error.h"

namespace jtp {
namespace {

[[noreturn]] void fail_errno(const std::filesystem::path& path, int error) {
  const ErrorKind kind = error == ENOENT || error == ENOTDIR ? ErrorKind::kNotFound : ErrorKind::kIo;
  fail(kind, "{}: {}", path.string(), std::strerror(error));
}

class OpenFile {
 public:
  // O_NONBLOCK: opening a FIFO must not wait for its writer.
  explicit OpenFile(const std::filesystem::path& path)
      : path_(path), fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (fd_ < 0) fail_errno(path, errno);
  }
  ~OpenFile() { ::close(fd_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  std::size_t size() const {
    struct stat info {};
    if (::fstat(fd_, &info) != 0) fail_errno(path_, errno);
    if (S_ISDIR(info.st_mode)) fail(ErrorKind::kIo, "{}: is a folder", path_.string());
    if (!S_ISREG(info.st_mode)) fail(ErrorKind::kIo, "{}: not a regular file", path_.string());
    if (info.st_size > kMaxPictureBytes) {
      fail(ErrorKind::kUnsupported, "{}: {} bytes, more than {}", path_.string(), info.st_size,
           kMaxPictureBytes);
    }
    return static_cast<std::size_t>(info.st_size);
  }

  // Up to bytes.size() bytes; fewer at the end of the file.
  std::size_t read(std::span<std::byte> bytes) const {
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t n = ::read(fd_, bytes.data() + done, bytes.size() - done);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fail_errno(path_, errno);
      if (n == 0) break;
      done += static_cast<std::size_t>(n);
    }
    return done;
  }

 private:
  std::filesystem::path path_;
  int fd_;
};

}  // namespace

std::vector<std::byte> read_picture_file(const std::filesystem::path& path) {
  const OpenFile file(path);
  std::vector<std::byte> bytes(file.size());
  bytes.resize(file.read(bytes));
  return bytes;
}

PreparedPicture prepare_picture(std::span<const std::byte> bytes, const Preprocessor& preprocess,
                                const DecodeOptions& options) {
  const RowSource rows = open_image(bytes, options);
  const FullSize full = rows.full_size();
  PreparedPicture picture{
      .sha256 = sha256_hex(bytes), .width = full.width, .height = full.height, .pixels = {}};
  const auto side = static_cast<std::size_t>(preprocess.side());
  picture.pixels.resize(3 * side * side);
  preprocess(rows, picture.pixels);
  return picture;
}

TagResult infer(Engine& engine, PreparedPicture picture) {
  TagResult result{.sha256 = std::move(picture.sha256),
                   .width = picture.width,
                   .height = picture.height,
                   .scores = std::vector<float>(static_cast<std::size_t>(engine.config().num_tags))};
  engine.forward(picture.pixels, result.scores);
  const auto bad = std::find_if_not(result.scores.begin(), result.scores.end(),
                                    [](float score) { return std::isfinite(score); });
  if (bad != result.scores.end()) {
    fail(ErrorKind::kModel, "the network's score for tag {} is not a number", bad - result.scores.begin());
  }
  return result;
}

}  // namespace jtp
