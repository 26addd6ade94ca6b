// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/packed_file.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"

namespace jtp {
namespace {

constexpr std::size_t kPackedBlock = std::size_t{256} << 10;
constexpr int kGzipWindow = 15 + 16;  // makes zlib expect a gzip header
constexpr int kFastest = 1;           // dumps are only written for tests and benchmarks

Bytef* as_zlib(const void* bytes) { return static_cast<Bytef*>(const_cast<void*>(bytes)); }

}  // namespace

struct UnpackedFile::State {
  explicit State(const std::filesystem::path& file_path)
      : path(file_path.string()), file(file_path), packed(kPackedBlock) {
    fill();
    is_gzip =
        left() >= 2 && std::to_integer<int>(packed[0]) == 0x1F && std::to_integer<int>(packed[1]) == 0x8B;
    if (is_gzip && ::inflateInit2(&stream, kGzipWindow) != Z_OK) {
      fail(ErrorKind::kInternal, "{}: zlib cannot be initialised", path);
    }
  }
  ~State() {
    if (is_gzip) ::inflateEnd(&stream);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::size_t left() const { return end - at; }

  void fill() {
    before += end;
    at = 0;
    end = file.read(packed);
  }

  std::size_t copy(std::span<char> out) {
    if (left() == 0) fill();
    const std::size_t count = std::min(out.size(), left());
    std::memcpy(out.data(), packed.data() + at, count);
    at += count;
    return count;
  }

  [[noreturn]] void refuse(std::string_view what) const {
    fail(ErrorKind::kInvalidInput, "{}: packed byte {}: {}", path, before + at, what);
  }

  // Whether another member follows the finished one.
  bool next_member() {
    while (true) {
      if (left() == 0) fill();
      if (left() == 0) return false;
      if (packed[at] != std::byte{0}) break;
      ++at;
    }
    if (packed[at] != std::byte{0x1F}) refuse("not a gzip member, although one ended before it");
    ::inflateReset(&stream);
    return true;
  }

  std::size_t inflate_some(std::span<char> out) {
    stream.next_out = as_zlib(out.data());
    stream.avail_out = static_cast<uInt>(std::min<std::size_t>(out.size(), 1U << 30));
    const uInt wanted = stream.avail_out;
    while (stream.avail_out == wanted) {
      if (member_ended && !next_member()) return 0;
      member_ended = false;
      if (left() == 0) fill();
      if (left() == 0) refuse("the file ends inside a gzip member");
      stream.next_in = as_zlib(packed.data() + at);
      stream.avail_in = static_cast<uInt>(left());
      const int status = ::inflate(&stream, Z_NO_FLUSH);
      at = end - stream.avail_in;
      member_ended = status == Z_STREAM_END;
      if (status != Z_OK && status != Z_STREAM_END) {
        refuse(stream.msg != nullptr ? stream.msg : "the gzip stream is corrupt");
      }
    }
    return wanted - stream.avail_out;
  }

  std::string path;
  RegularFile file;
  std::vector<std::byte> packed;
  std::size_t at = 0;
  std::size_t end = 0;
  std::uint64_t before = 0;  // packed bytes of earlier blocks
  bool is_gzip = false;
  bool member_ended = false;
  z_stream stream{};
};

UnpackedFile::UnpackedFile(const std::filesystem::path& path) : state_(std::make_unique<State>(path)) {}
UnpackedFile::~UnpackedFile() = default;
UnpackedFile::UnpackedFile(UnpackedFile&&) noexcept = default;
UnpackedFile& UnpackedFile::operator=(UnpackedFile&&) noexcept = default;

std::size_t UnpackedFile::read(std::span<char> out) {
  if (out.empty()) return 0;
  return state_->is_gzip ? state_->inflate_some(out) : state_->copy(out);
}

struct PackedFile::State {
  explicit State(const std::filesystem::path& path)
      : file(path), packed(kPackedBlock), is_gzip(path.extension() == ".gz") {
    if (!is_gzip) return;
    const int status = ::deflateInit2(&stream, kFastest, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY);
    if (status != Z_OK) fail(ErrorKind::kInternal, "{}: zlib cannot be initialised", path.string());
  }
  ~State() {
    if (is_gzip) ::deflateEnd(&stream);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void deflate_all(std::string_view text, int flush) {
    stream.next_in = as_zlib(text.data());
    stream.avail_in = static_cast<uInt>(text.size());
    do {
      stream.next_out = as_zlib(packed.data());
      stream.avail_out = static_cast<uInt>(packed.size());
      ::deflate(&stream, flush);
      file.write(std::span(packed).first(packed.size() - stream.avail_out));
    } while (stream.avail_out == 0);
  }

  AtomicFile file;
  std::vector<std::byte> packed;
  bool is_gzip;
  z_stream stream{};
};

PackedFile::PackedFile(const std::filesystem::path& path) : state_(std::make_unique<State>(path)) {}
PackedFile::~PackedFile() = default;
PackedFile::PackedFile(PackedFile&&) noexcept = default;
PackedFile& PackedFile::operator=(PackedFile&&) noexcept = default;

void PackedFile::write(std::string_view text) {
  if (!state_->is_gzip) return state_->file.write(text);
  for (constexpr std::size_t kPart = std::size_t{1} << 30; !text.empty();
       text.remove_prefix(std::min(kPart, text.size())))
    state_->deflate_all(text.substr(0, kPart), Z_NO_FLUSH);
}

void PackedFile::commit() {
  if (state_->is_gzip) state_->deflate_all({}, Z_FINISH);
  state_->file.commit();
}

}  // namespace jtp
