// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/png_scanlines.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/image/byte_view.h"
#include "jtp/image/png_filter.h"

namespace jtp {
namespace {

// Iterates over the IDAT chunks.
class IdatChunks {
 public:
  explicit IdatChunks(std::span<const std::byte> chunks) : view_(chunks, "PNG") {}

  // The data of the next chunk, which may be empty.
  std::span<const std::byte> next() {
    constexpr std::uint32_t kIdat = 0x49444154;
    constexpr std::uint32_t kMaxLength = 0x7FFFFFFF;
    const std::uint32_t length = view_.u32be(at_);
    if (view_.u32be(at_ + 4) != kIdat || length > kMaxLength) {
      fail(ErrorKind::kInvalidInput, "PNG: not enough image data");
    }
    const auto checked = view_.slice(at_ + 4, std::uint64_t{length} + 4);
    const std::uint32_t expected = view_.u32be(at_ + 8 + length);
    const auto found =
        ::crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size()));
    if (found != expected) fail(ErrorKind::kInvalidInput, "PNG: wrong checksum of an IDAT chunk");
    at_ += 12 + std::uint64_t{length};
    return checked.subspan(4);
  }

 private:
  ByteView view_;
  std::uint64_t at_ = 0;
};

class Inflater {
 public:
  explicit Inflater(std::span<const std::byte> chunks) : chunks_(chunks) {
    if (::inflateInit(&stream_) != Z_OK) fail(ErrorKind::kInternal, "PNG: zlib cannot be initialised");
  }
  ~Inflater() { ::inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  void read(std::span<std::uint8_t> out) {
    stream_.next_out = out.data();
    stream_.avail_out = static_cast<uInt>(out.size());
    while (stream_.avail_out > 0) {
      if (ended_) fail(ErrorKind::kInvalidInput, "PNG: not enough image data");
      if (const int status = step(); status != Z_OK && status != Z_STREAM_END) {
        fail(ErrorKind::kInvalidInput, "PNG: {}", stream_.msg != nullptr ? stream_.msg : "corrupt pixels");
      }
    }
  }

  // After the last pixel, only a missing end is an error, as in libpng.
  void finish() {
    std::uint8_t surplus = 0;
    stream_.next_out = &surplus;
    stream_.avail_out = 1;
    while (!ended_ && stream_.avail_out > 0 && step() == Z_OK) {
    }
  }

 private:
  int step() {
    if (stream_.avail_in == 0) {
      const auto data = chunks_.next();
      // zlib does not write here; its declaration predates const.
      stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(data.data()));
      stream_.avail_in = static_cast<uInt>(data.size());
      if (data.empty()) return Z_OK;
    }
    const int status = ::inflate(&stream_, Z_NO_FLUSH);
    ended_ = status == Z_STREAM_END;
    return status;
  }

  IdatChunks chunks_;
  z_stream stream_{};
  bool ended_ = false;
};

// Inflates several rows at a time, because zlib is slow at the end of its output buffer.
class Scanlines {
 public:
  Scanlines(std::span<const std::byte> chunks, const PngLayout& layout)
      : inflater_(chunks),
        layout_(layout),
        stride_(layout.row_bytes + 1),
        block_rows_(std::max<std::int64_t>(1, static_cast<std::int64_t>(kBlockBytes / stride_))),
        rows_left_(layout.rows),
        buffer_(stride_ * static_cast<std::size_t>(block_rows_ + 1)) {
    next_ = end_ = buffer_.data() + stride_;
  }

  std::span<const std::uint8_t> next() {
    if (next_ == end_) refill();
    const std::span row(next_ + 1, layout_.row_bytes);
    undo_png_filter(*next_, row, {row.data() - stride_, row.size()}, layout_.pixel_bytes);
    next_ += stride_;
    return row;
  }

 private:
  static constexpr std::size_t kBlockBytes = std::size_t{1} << 16;

  // The first slot of the buffer keeps the row above the block.
  void refill() {
    std::memcpy(buffer_.data(), end_ - stride_, stride_);
    next_ = buffer_.data() + stride_;
    const std::int64_t rows = std::min(block_rows_, rows_left_);
    rows_left_ -= rows;
    end_ = next_ + stride_ * static_cast<std::size_t>(rows);
    inflater_.read({next_, end_});
    if (rows_left_ == 0) inflater_.finish();
  }

  Inflater inflater_;
  PngLayout layout_;
  std::size_t stride_;
  std::int64_t block_rows_;
  std::int64_t rows_left_;  // still to inflate
  std::vector<std::uint8_t> buffer_;
  std::uint8_t* next_ = nullptr;
  std::uint8_t* end_ = nullptr;  // end of the inflated rows
};

}  // namespace

std::function<std::span<const std::uint8_t>()> png_scanlines(std::span<const std::byte> chunks,
                                                             const PngLayout& layout) {
  const auto scanlines = std::make_shared<Scanlines>(chunks, layout);
  return [scanlines] { return scanlines->next(); };
}

}  // namespace jtp
