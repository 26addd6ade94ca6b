// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/bmp_rle.h"

#include <algorithm>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/image/byte_view.h"

namespace jtp {
namespace {

class Expander {
 public:
  Expander(std::span<const std::byte> file, std::uint64_t at, RleDepth depth, RleSize size)
      : file_(file, "BMP"),
        at_(at),
        depth_(depth),
        width_(static_cast<std::size_t>(size.width)),
        wanted_(width_ * static_cast<std::size_t>(size.height)) {
    indices_.reserve(wanted_);
  }

  std::vector<std::uint8_t> expand() {
    bool more = true;
    while (indices_.size() < wanted_ && more && file_.contains(at_, 2)) {
      const std::uint8_t count = file_.u8(at_);
      const std::uint8_t value = file_.u8(at_ + 1);
      at_ += 2;
      if (count != 0) {
        add_run(count, value);
      } else {
        more = escape(value);
      }
    }
    if (indices_.size() < wanted_) {
      fail(ErrorKind::kInvalidInput, "BMP: truncated: the run-length data has {} of {} pixels",
           indices_.size(), wanted_);
    }
    return std::move(indices_);
  }

 private:
  void add(std::uint8_t index) {
    if (indices_.size() < wanted_) indices_.push_back(index);
  }
  void skip(std::size_t count) {
    indices_.resize(indices_.size() + std::min(count, wanted_ - indices_.size()), 0);
  }

  void add_run(std::size_t count, std::uint8_t value) {
    if (x_ + count > width_) count = width_ - std::min(x_, width_);
    const std::uint8_t even = depth_ == RleDepth::k4 ? value >> 4 : value;
    const std::uint8_t odd = depth_ == RleDepth::k4 ? value & 15 : value;
    for (std::size_t i = 0; i < count; ++i) add(i % 2 == 0 ? even : odd);
    x_ += count;
  }

  // Handles the code after a zero byte. False at the end of the picture or of the data.
  bool escape(std::uint8_t code) {
    if (code == 0) {
      skip((width_ - indices_.size() % width_) % width_);
      x_ = 0;
      return true;
    }
    if (code == 1) return false;
    if (code != 2) return add_absolute(code);
    // A delta. Pillow 9.4 reads its two bytes and then uses the two bytes after them; so does this.
    if (!file_.contains(at_, 4)) return false;
    skip(file_.u8(at_ + 2) + file_.u8(at_ + 3) * width_);
    at_ += 4;
    x_ = indices_.size() % width_;
    return true;
  }

  bool add_absolute(std::uint8_t count) {
    const std::uint64_t bytes = depth_ == RleDepth::k4 ? count / 2u : count;
    if (!file_.contains(at_, bytes)) return false;
    for (std::uint64_t i = 0; i < bytes; ++i) {
      const std::uint8_t value = file_.u8(at_ + i);
      if (depth_ == RleDepth::k4) add(value >> 4);
      add(depth_ == RleDepth::k4 ? value & 15 : value);
    }
    x_ += count;
    at_ += bytes;
    at_ += at_ % 2;  // to an even offset in the file
    return true;
  }

  ByteView file_;
  std::uint64_t at_;
  RleDepth depth_;
  std::size_t width_;
  std::size_t wanted_;
  std::size_t x_ = 0;  // position in the row, as Pillow counts it
  std::vector<std::uint8_t> indices_;
};

}  // namespace

std::vector<std::uint8_t> expand_bmp_rle(std::span<const std::byte> file, std::uint64_t at, RleDepth depth,
                                         RleSize size) {
  return Expander(file, at, depth, size).expand();
}

}  // namespace jtp
