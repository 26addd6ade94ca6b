// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/sample_picture.h"

#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"

namespace jtp {
namespace {

std::vector<std::byte> read_member(const std::filesystem::path& archive, const PictureLocation& member) {
  const RegularFile file(archive);
  const auto offset = static_cast<std::uint64_t>(member.offset);
  const auto length = static_cast<std::uint64_t>(member.length);
  if (offset > file.size() || length > file.size() - offset) {
    fail(ErrorKind::kInvalidInput, "{}: {} bytes at {} are wanted, the archive has {}", archive.string(),
         length, offset, file.size());
  }
  if (member.length > kMaxSampleBytes) {
    fail(ErrorKind::kUnsupported, "{}: a picture of {} bytes at {}, at most {} are read", archive.string(),
         length, offset, kMaxSampleBytes);
  }
  std::vector<std::byte> bytes(static_cast<std::size_t>(length));
  bytes.resize(file.read_at(offset, bytes));
  return bytes;
}

}  // namespace

std::vector<std::byte> read_sample_picture(const std::filesystem::path& file,
                                           const PictureLocation& location) {
  if (location.length < 0)
    return read_file(file, static_cast<std::uint64_t>(kMaxSampleBytes), ErrorKind::kUnsupported);
  return read_member(file, location);
}

}  // namespace jtp
