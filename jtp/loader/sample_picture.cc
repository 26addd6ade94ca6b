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
    fail(ErrorKind::kInvalidInput,
         "{}: a picture of {} bytes at byte {} reaches beyond the archive's {} bytes", archive.string(),
         length, offset, file.size());
  }
  if (member.length > kMaxSampleBytes) {
    fail(ErrorKind::kUnsupported,
         "{0}: the picture at byte {2} is too large ({1} bytes; at most {3} are read)", archive.string(),
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
