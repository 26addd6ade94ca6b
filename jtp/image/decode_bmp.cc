// SPDX-License-Identifier: Apache-2.0
// BMP: a file header of 14 bytes (offset of the pixels at 10); an information header whose first word is its
// size (12: OS/2, 40: Windows 3, 64: OS/2 2, 108 and 124: Windows 4 and 5); colour masks or a palette; the
// rows.
#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/image/bmp_rle.h"
#include "jtp/image/byte_view.h"
#include "jtp/image/decode_formats.h"
#include "jtp/image/pixel.h"

namespace jtp {
namespace {

constexpr std::uint64_t kFileHeaderBytes = 14;

enum Compression : std::uint32_t { kRaw = 0, kRle8 = 1, kRle4 = 2, kBitfields = 3 };

struct Header {
  std::uint32_t bytes = 0;  // size of the information header
  std::int64_t width = 0;
  std::int64_t height = 0;
  bool top_down = false;
  int bits = 0;  // per pixel
  std::uint32_t compression = kRaw;
  std::uint32_t colours = 0;  // palette entries
  std::uint64_t palette_entry_bytes = 4;
  std::uint64_t pixels_at = 0;
};

// The colours of a direct-colour pixel of 2, 3 or 4 bytes, as bit masks of its little-endian value.
struct Masks {
  std::uint32_t red, green, blue, alpha;
  bool operator==(const Masks&) const = default;
};

Header read_os2_header(const ByteView& file) {
  Header header;
  header.bytes = 12;
  header.width = file.u16le(18);
  header.height = file.u16le(20);
  header.bits = file.u16le(24);
  header.palette_entry_bytes = 3;
  return header;
}

Header read_windows_header(const ByteView& file, std::uint32_t bytes) {
  Header header;
  header.bytes = bytes;
  const std::int64_t height = static_cast<std::int32_t>(file.u32le(22));
  header.top_down = height < 0;
  header.width = file.u32le(18);  // a negative width becomes a huge one, above every limit
  header.height = height < 0 ? -height : height;
  header.bits = file.u16le(28);
  header.compression = file.u32le(30);
  header.colours = file.u32le(46);
  return header;
}

Header read_header(const ByteView& file) {
  const std::uint32_t bytes = file.u32le(kFileHeaderBytes);
  constexpr std::array<std::uint32_t, 5> kKnown = {12, 40, 64, 108, 124};
  if (std::find(kKnown.begin(), kKnown.end(), bytes) == kKnown.end()) {
    fail(ErrorKind::kUnsupported, "BMP: unknown information header of {} bytes", bytes);
  }
  Header header = bytes == 12 ? read_os2_header(file) : read_windows_header(file, bytes);
  constexpr std::array<int, 6> kDepths = {1, 4, 8, 16, 24, 32};
  if (std::find(kDepths.begin(), kDepths.end(), header.bits) == kDepths.end()) {
    fail(ErrorKind::kUnsupported, "BMP: {} bits per pixel are not supported", header.bits);
  }
  const bool indexed = header.bits <= 8;
  if (header.colours == 0 && indexed) header.colours = 1u << header.bits;
  if (indexed && header.colours > 65536) {
    fail(ErrorKind::kInvalidInput, "BMP: impossible palette of {} colours", header.colours);
  }
  // Some programs write an offset that ignores the palette. Then Pillow adds four bytes per colour.
  header.pixels_at = file.u32le(10);
  if (indexed && header.pixels_at == kFileHeaderBytes + bytes) header.pixels_at += 4ull * header.colours;
  return header;
}

Palette read_palette(const ByteView& file, const Header& header) {
  Palette palette = grey_palette();
  const std::uint64_t count = std::min<std::uint64_t>(header.colours, palette.size());
  const std::uint64_t at = kFileHeaderBytes + header.bytes;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t entry = at + i * header.palette_entry_bytes;
    palette[i] = {file.u8(entry + 2), file.u8(entry + 1), file.u8(entry), 255};
  }
  return palette;
}

// The masks in the file. Those of the 40-byte header follow it and have no alpha.
Masks read_masks(const ByteView& file, const Header& header) {
  constexpr std::uint64_t kMasksAt = kFileHeaderBytes + 40;
  return {file.u32le(kMasksAt), file.u32le(kMasksAt + 4), file.u32le(kMasksAt + 8),
          header.bytes == 40 ? 0 : file.u32le(kMasksAt + 12)};
}

constexpr Masks kBgr24 = {0xFF0000, 0xFF00, 0xFF, 0};
constexpr Masks kBgra32 = {0xFF0000, 0xFF00, 0xFF, 0xFF000000};
constexpr Masks kRgb555 = {0x7C00, 0x3E0, 0x1F, 0};
constexpr Masks kRgb565 = {0xF800, 0x7E0, 0x1F, 0};

// Only the layouts that Pillow reads.
std::optional<Masks> known_layout(Masks masks, int bits) {
  constexpr Masks kNone = {0, 0, 0, 0};
  constexpr std::array<Masks, 5> kKnown32 = {{kBgr24,
                                              {0xFF000000, 0xFF0000, 0xFF00, 0},
                                              {0xFF000000, 0xFF0000, 0xFF00, 0xFF},
                                              {0xFF, 0xFF00, 0xFF0000, 0xFF000000},
                                              kBgra32}};
  if (bits == 32) {
    if (masks == kNone) return kBgra32;
    const auto* found = std::find(kKnown32.begin(), kKnown32.end(), masks);
    return found == kKnown32.end() ? std::nullopt : std::optional(*found);
  }
  masks.alpha = 0;
  if (bits == 24 && masks == kBgr24) return masks;
  if (bits == 16 && (masks == kRgb565 || masks == kRgb555)) return masks;
  return std::nullopt;
}

Masks masks_of(const ByteView& file, const Header& header) {
  if (header.compression == kRaw) return header.bits == 16 ? kRgb555 : kBgr24;
  const Masks masks = read_masks(file, header);
  const std::optional<Masks> known = known_layout(masks, header.bits);
  if (!known) {
    fail(ErrorKind::kUnsupported,
         "BMP: {}-bit pixels with the masks {:x}, {:x}, {:x}, {:x} are not supported", header.bits, masks.red,
         masks.green, masks.blue, masks.alpha);
  }
  return *known;
}

// One colour from the bits of a pixel: the field under `mask`, scaled to 0..255 and rounded down.
class Channel {
 public:
  explicit Channel(std::uint32_t mask) : mask_(mask) {
    while (mask != 0 && (mask & 1u) == 0) mask >>= 1, ++shift_;
    largest_ = mask;
  }
  std::uint8_t operator()(std::uint32_t pixel) const {
    if (largest_ == 0) return 255;  // no alpha
    return static_cast<std::uint8_t>(((pixel & mask_) >> shift_) * 255 / largest_);
  }

 private:
  std::uint32_t mask_;
  int shift_ = 0;
  std::uint32_t largest_ = 0;
};

void convert_direct_row(std::span<const std::byte> row, const Masks& masks, std::span<std::uint8_t> rgba) {
  const std::size_t pixel_bytes = row.size() / (rgba.size() / 4);
  const Channel red(masks.red), green(masks.green), blue(masks.blue), alpha(masks.alpha);
  for (std::size_t x = 0; x < rgba.size() / 4; ++x) {
    std::uint32_t pixel = 0;
    for (std::size_t i = pixel_bytes; i-- > 0;) {
      pixel = pixel << 8 | std::to_integer<std::uint32_t>(row[x * pixel_bytes + i]);
    }
    const Rgba colour = {red(pixel), green(pixel), blue(pixel), alpha(pixel)};
    std::memcpy(&rgba[4 * x], colour.data(), 4);
  }
}

void convert_indexed_row(std::span<const std::byte> row, int depth, const Palette& palette,
                         std::span<std::uint8_t> rgba) {
  const auto bits = static_cast<std::size_t>(depth);
  for (std::size_t x = 0; x < rgba.size() / 4; ++x) {
    const std::size_t first_bit = x * bits;
    const auto byte = std::to_integer<std::uint32_t>(row[first_bit / 8]);
    const std::uint32_t index = byte >> (8 - bits - first_bit % 8) & ((1u << bits) - 1);
    std::memcpy(&rgba[4 * x], palette[index].data(), 4);
  }
}

// Calls convert(row, rgba) for each stored row, where rgba are the bytes of the corresponding row of the
// picture.
template <typename Convert>
void convert_rows(std::span<const std::byte> pixels, const Header& header, Image& image,
                  const Convert& convert) {
  const std::size_t row_bytes =
      (static_cast<std::size_t>(header.width) * static_cast<std::size_t>(header.bits) + 7) / 8;
  const std::size_t stride = (row_bytes + 3) / 4 * 4;
  for (std::int64_t i = 0; i < header.height; ++i) {
    const std::int64_t y = header.top_down ? i : header.height - 1 - i;
    convert(pixels.subspan(static_cast<std::size_t>(i) * stride, row_bytes),
            std::span(row_of(image, y), static_cast<std::size_t>(header.width) * 4));
  }
}

// The rows, each padded to four bytes (the padding of the last one may be missing).
std::span<const std::byte> raw_pixels(std::span<const std::byte> bytes, const Header& header) {
  const auto row_bits = static_cast<std::uint64_t>(header.width) * static_cast<std::uint64_t>(header.bits);
  const std::uint64_t stride = (row_bits + 31) / 32 * 4;
  const std::uint64_t wanted = stride * static_cast<std::uint64_t>(header.height - 1) + (row_bits + 7) / 8;
  return ByteView(bytes, "BMP").slice(header.pixels_at, wanted);
}

void decode_indexed(std::span<const std::byte> bytes, const Header& header, Image& image) {
  const Palette palette = read_palette(ByteView(bytes, "BMP"), header);
  const auto convert = [&](std::span<const std::byte> row, std::span<std::uint8_t> rgba) {
    convert_indexed_row(row, header.bits, palette, rgba);
  };
  if (header.compression == kRaw) {
    convert_rows(raw_pixels(bytes, header), header, image, convert);
    return;
  }
  const RleDepth depth = header.compression == kRle4 ? RleDepth::k4 : RleDepth::k8;
  const std::vector<std::uint8_t> indices =
      expand_bmp_rle(bytes, header.pixels_at, depth, {header.width, header.height});
  for (std::int64_t i = 0; i < header.height; ++i) {
    std::uint8_t* out = row_of(image, header.top_down ? i : header.height - 1 - i);
    const std::uint8_t* row = indices.data() + i * header.width;
    for (std::int64_t x = 0; x < header.width; ++x) std::memcpy(out + 4 * x, palette[row[x]].data(), 4);
  }
}

void decode_direct(std::span<const std::byte> bytes, const Header& header, Image& image) {
  const Masks masks = masks_of(ByteView(bytes, "BMP"), header);
  convert_rows(raw_pixels(bytes, header), header, image,
               [&](std::span<const std::byte> row, std::span<std::uint8_t> rgba) {
                 convert_direct_row(row, masks, rgba);
               });
}

}  // namespace

Image decode_bmp(std::span<const std::byte> bytes, std::int64_t max_pixels) {
  const Header header = read_header(ByteView(bytes, "BMP"));
  const bool indexed = header.bits <= 8;
  const bool known =
      header.compression == kRaw || (indexed ? header.compression == kRle8 || header.compression == kRle4
                                             : header.compression == kBitfields);
  if (!known) {
    fail(ErrorKind::kUnsupported, "BMP: compression {} with {} bits per pixel is not supported",
         header.compression, header.bits);
  }
  Image image = make_image(header.width, header.height, max_pixels);
  if (indexed) {
    decode_indexed(bytes, header, image);
  } else {
    decode_direct(bytes, header, image);
  }
  return image;
}

}  // namespace jtp
