// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/picture_set.h"

#include <utility>

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

PictureSet::PictureSet(const Manifest& manifest, std::filesystem::path folder, Split split)
    : manifest_(manifest), folder_(std::move(folder)) {
  for (std::int64_t i = 0; i < manifest.size(); ++i) {
    if (manifest.split(i) == split && manifest.sample(i).picture.place >= 0) samples_.push_back(i);
  }
}

std::filesystem::path PictureSet::path(std::int64_t i) const {
  return folder_ / manifest_.picture_path(manifest_.sample(sample(i))).value();
}

std::vector<std::byte> PictureSet::read(std::int64_t i) const {
  const PictureLocation location = manifest_.sample(sample(i)).picture;
  if (location.length < 0)
    return read_file(path(i), static_cast<std::uint64_t>(kMaxSampleBytes), ErrorKind::kUnsupported);
  return read_member(path(i), location);
}

}  // namespace jtp
