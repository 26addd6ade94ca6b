// SPDX-License-Identifier: Apache-2.0
#include <png.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/image/decode_formats.h"
#include "jtp/image/pixel.h"

namespace jtp {
namespace {

// No chunk that is read is larger than a palette; text and profiles are skipped unread.
constexpr png_alloc_size_t kMaxChunkBytes = 1 << 20;

struct Reader {
  explicit Reader(std::span<const std::byte> file) : bytes(file) {
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, on_error, [](png_structp, png_const_charp) {});
    if (png != nullptr) info = png_create_info_struct(png);
    if (info == nullptr) {
      png_destroy_read_struct(&png, nullptr, nullptr);
      fail(ErrorKind::kInternal, "PNG: libpng {} cannot be initialised", PNG_LIBPNG_VER_STRING);
    }
  }
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[noreturn]] static void on_error(png_structp png, png_const_charp text) {
    auto& reader = *static_cast<Reader*>(png_get_error_ptr(png));
    std::snprintf(reader.message.data(), reader.message.size(), "%s", text);
    png_longjmp(png, 1);
  }

  static void on_read(png_structp png, png_bytep out, std::size_t count) {
    auto& reader = *static_cast<Reader*>(png_get_io_ptr(png));
    if (count > reader.bytes.size()) png_error(png, "truncated file");
    std::memcpy(out, reader.bytes.data(), count);
    reader.bytes = reader.bytes.subspan(count);
  }

  std::span<const std::byte> bytes;  // what has not been read
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::array<char, 128> message{};
};

struct Header {
  png_uint_32 width = 0;
  png_uint_32 height = 0;
  int depth = 0;   // bits a sample
  int colour = 0;  // PNG_COLOR_TYPE_*
  png_colorp palette = nullptr;
  int palette_size = 0;
  png_bytep palette_alpha = nullptr;
  int palette_alpha_size = 0;
  png_color_16p key = nullptr;  // the transparent grey or colour, in samples of `depth` bits
};

bool read_header(Reader& reader, Header& header) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_set_read_fn(reader.png, &reader, Reader::on_read);
  // Pillow, too, refuses a wrong checksum in any chunk before the pixels.
  png_set_crc_action(reader.png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  png_set_chunk_malloc_max(reader.png, kMaxChunkBytes);
  png_set_user_limits(reader.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // make_image() checks the size
  png_read_info(reader.png, reader.info);
  png_get_IHDR(reader.png, reader.info, &header.width, &header.height, &header.depth, &header.colour, nullptr,
               nullptr, nullptr);
  png_get_PLTE(reader.png, reader.info, &header.palette, &header.palette_size);
  png_get_tRNS(reader.png, reader.info, &header.palette_alpha, &header.palette_alpha_size, &header.key);
  return true;
}

// At most 4 bytes a pixel: one byte for grey and palettes of up to 8 bits, two (big-endian) for 16-bit grey;
// of other 16-bit samples the high byte. RGB gets 255 as its fourth.
bool read_rows(Reader& reader, const Header& header, png_bytep* rows) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  if (header.depth < 8) png_set_packing(reader.png);
  if (header.depth == 16 && header.colour != PNG_COLOR_TYPE_GRAY) png_set_strip_16(reader.png);
  if (header.colour == PNG_COLOR_TYPE_RGB) png_set_filler(reader.png, 0xFF, PNG_FILLER_AFTER);
  png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  png_read_image(reader.png, rows);
  return true;
}

Palette palette_of(const Header& header) {
  Palette palette = grey_palette();
  for (int i = 0; i < std::min(header.palette_size, 256); ++i) {
    const png_color& entry = header.palette[i];
    palette[static_cast<std::size_t>(i)] = {entry.red, entry.green, entry.blue, 255};
  }
  for (int i = 0; i < std::min(header.palette_alpha_size, 256); ++i) {
    palette[static_cast<std::size_t>(i)][3] = header.palette_alpha[i];
  }
  return palette;
}

// Greys of fewer than 8 bits are scaled to 0..255.
Palette greys_of(const Header& header) {
  Palette palette = grey_palette();
  const std::size_t largest = (std::size_t{1} << std::min(header.depth, 8)) - 1;
  for (std::size_t i = 0; i <= largest; ++i) {
    const auto grey = static_cast<std::uint8_t>(i * 255 / largest);
    palette[i] = {grey, grey, grey, 255};
  }
  return palette;
}

// A function per layout that widens `width` pixels at the start of `row` to RGBA, in place and thus from the
// end.
void expand_indices(std::uint8_t* row, int width, const Palette& palette) {
  for (std::ptrdiff_t x = width; x-- > 0;) std::memcpy(row + 4 * x, palette[row[x]].data(), 4);
}

// Pillow's mode I saturates: 256 and more is white.
void expand_grey16(std::uint8_t* row, int width) {
  for (std::ptrdiff_t x = width; x-- > 0;) {
    const std::uint8_t grey = row[2 * x] != 0 ? 255 : row[2 * x + 1];
    const Rgba pixel = {grey, grey, grey, 255};
    std::memcpy(row + 4 * x, pixel.data(), 4);
  }
}

void expand_grey_alpha(std::uint8_t* row, int width) {
  for (std::ptrdiff_t x = width; x-- > 0;) {
    const std::uint8_t grey = row[2 * x];
    const Rgba pixel = {grey, grey, grey, row[2 * x + 1]};
    std::memcpy(row + 4 * x, pixel.data(), 4);
  }
}

void expand(Image& image, const Header& header) {
  const bool indexed = header.colour == PNG_COLOR_TYPE_PALETTE;
  const bool grey = header.colour == PNG_COLOR_TYPE_GRAY;
  if (!indexed && !grey && header.colour != PNG_COLOR_TYPE_GRAY_ALPHA) return;
  const Palette palette = indexed ? palette_of(header) : greys_of(header);
  for (int y = 0; y < image.height; ++y) {
    std::uint8_t* row = row_of(image, y);
    if (indexed || (grey && header.depth <= 8)) {
      expand_indices(row, image.width, palette);
    } else if (grey) {
      expand_grey16(row, image.width);
    } else {
      expand_grey_alpha(row, image.width);
    }
  }
}

// Pixels of the key's colour become transparent and keep their colour. Pillow compares the converted 8-bit
// samples with the low byte of the key whatever the depth; only for 8 bits that is what PNG means.
void apply_key(Image& image, const Header& header) {
  const bool grey = header.colour == PNG_COLOR_TYPE_GRAY;
  if (header.key == nullptr || (!grey && header.colour != PNG_COLOR_TYPE_RGB)) return;
  const auto low_byte = [](png_uint_16 sample) { return static_cast<std::uint8_t>(sample & 0xFFu); };
  const png_color_16& key = *header.key;
  const Rgba wanted = grey ? Rgba{low_byte(key.gray), low_byte(key.gray), low_byte(key.gray), 255}
                           : Rgba{low_byte(key.red), low_byte(key.green), low_byte(key.blue), 255};
  for (std::size_t i = 0; i < image.rgba.size(); i += 4) {
    if (std::memcmp(&image.rgba[i], wanted.data(), 4) == 0) image.rgba[i + 3] = 0;
  }
}

}  // namespace

RowSource open_png(std::span<const std::byte> bytes, std::int64_t max_pixels) {
  Reader reader(bytes);
  Header header;
  if (!read_header(reader, header)) fail(ErrorKind::kInvalidInput, "PNG: {}", reader.message.data());
  Image image = make_image(header.width, header.height, max_pixels);
  std::vector<png_bytep> rows(header.height);
  for (png_uint_32 y = 0; y < header.height; ++y) rows[y] = row_of(image, y);
  if (!read_rows(reader, header, rows.data())) {
    fail(ErrorKind::kInvalidInput, "PNG: {}", reader.message.data());
  }
  expand(image, header);
  apply_key(image, header);
  return rows_of(std::move(image));
}

}  // namespace jtp
