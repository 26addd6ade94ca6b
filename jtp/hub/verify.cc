// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <span>
#include <string_view>
#include <system_error>
#include <vector>

#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

constexpr std::size_t kChunk = 1 << 20;
constexpr std::size_t kHead = 512;  // enough to recognise both

std::ifstream open(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) fail(ErrorKind::kIo, "{}: cannot read: {}", file.string(), std::strerror(errno));
  return stream;
}

void add_file(Digest& digest, const fs::path& file, const std::atomic<bool>& cancelled) {
  std::ifstream stream = open(file);
  std::vector<char> chunk(kChunk);
  while (stream) {
    if (cancelled.load()) fail(ErrorKind::kCancelled, "{}: stopped while checking it", file.string());
    stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    digest.update(std::as_bytes(std::span(chunk).first(static_cast<std::size_t>(stream.gcount()))));
  }
  if (stream.bad()) fail(ErrorKind::kIo, "{}: cannot read: {}", file.string(), std::strerror(errno));
}

std::string git_blob_id(const fs::path& file, std::uint64_t size, const std::atomic<bool>& cancelled) {
  Digest digest(DigestAlgorithm::kSha1);
  const std::string header = fmt::format("blob {}", size);
  digest.update(
      std::as_bytes(std::span(header.c_str(), header.size() + 1)));  // with the terminating zero byte
  add_file(digest, file, cancelled);
  return digest.hex();
}

std::string sha256_of(const fs::path& file, const std::atomic<bool>& cancelled) {
  Digest digest(DigestAlgorithm::kSha256);
  add_file(digest, file, cancelled);
  return digest.hex();
}

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

}  // namespace

std::optional<std::string> content_mismatch(const fs::path& file, const ExpectedContent& expected,
                                            const std::atomic<bool>& cancelled) {
  std::error_code error;
  const std::uint64_t size = fs::file_size(file, error);
  if (error) fail(ErrorKind::kIo, "{}: cannot read: {}", file.string(), error.message());
  if (size != expected.size) return fmt::format("{} bytes, expected {}", size, expected.size);
  const std::string etag = lower_case(expected.etag);
  if (!is_hex(etag) || (etag.size() != 64 && etag.size() != 40)) return std::nullopt;
  const bool is_sha256 = etag.size() == 64;
  const std::string found = is_sha256 ? sha256_of(file, cancelled) : git_blob_id(file, size, cancelled);
  if (found == etag) return std::nullopt;
  return fmt::format("{} {}, expected {}", is_sha256 ? "sha256" : "git id", found, etag);
}

std::optional<std::string> foreign_content(const fs::path& file) {
  std::ifstream stream = open(file);
  std::string head(kHead, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(stream.gcount()));
  if (head.starts_with("version https://git-lfs")) {
    return "a Git-LFS pointer instead of the file: the server does not serve the large files of the "
           "repository";
  }
  head.erase(0, head.find_first_not_of(" \t\r\n\xEF\xBB\xBF"));
  const std::string text = lower_case(head);
  if (text.starts_with("<!doctype") || text.starts_with("<html")) {
    return "an HTML page; is there a login page or a captive portal in between?";
  }
  return std::nullopt;
}

}  // namespace jtp
