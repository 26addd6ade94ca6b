// SPDX-License-Identifier: Apache-2.0
#include <png.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/image/decode_formats.h"
#include "jtp/image/pixel.h"
#include "jtp/image/png_scanlines.h"

namespace jtp {
namespace {

// A palette is the largest chunk that is read; text and profiles are skipped.
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

  std::span<const std::byte> bytes;  // still unread
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::array<char, 128> message{};
};

struct Header {
  png_uint_32 width = 0;
  png_uint_32 height = 0;
  int depth = 0;   // bits per sample
  int colour = 0;  // PNG_COLOR_TYPE_*
  int interlace = 0;
  png_colorp palette = nullptr;
  int palette_size = 0;
  png_bytep palette_alpha = nullptr;
  int palette_alpha_size = 0;
  png_color_16p key = nullptr;  // the transparent grey or colour, as samples of `depth` bits
};

bool read_header(Reader& reader, Header& header) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_set_read_fn(reader.png, &reader, Reader::on_read);
  // Like Pillow, refuse a wrong checksum in any chunk before the pixels.
  png_set_crc_action(reader.png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  png_set_chunk_malloc_max(reader.png, kMaxChunkBytes);
  png_set_user_limits(reader.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // check_size() checks the size
  png_read_info(reader.png, reader.info);
  png_get_IHDR(reader.png, reader.info, &header.width, &header.height, &header.depth, &header.colour,
               &header.interlace, nullptr, nullptr);
  png_get_PLTE(reader.png, reader.info, &header.palette, &header.palette_size);
  png_get_tRNS(reader.png, reader.info, &header.palette_alpha, &header.palette_alpha_size, &header.key);
  return true;
}

// How to convert the rows of libpng or png_scanlines() to RGBA.
struct RowFormat {
  int width = 0;
  int depth = 0;
  int colour = 0;
  Palette palette{};        // also for grey of up to 8 bits
  std::optional<Rgba> key;  // pixels of this colour become transparent
};

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

// At any depth, Pillow compares the converted 8-bit samples with the low byte of the key. Only for 8 bits is
// this what PNG specifies.
std::optional<Rgba> key_of(const Header& header) {
  if (header.key == nullptr) return std::nullopt;
  const auto low_byte = [](png_uint_16 sample) { return static_cast<std::uint8_t>(sample & 0xFFu); };
  const png_color_16& key = *header.key;
  if (header.colour == PNG_COLOR_TYPE_GRAY) {
    return Rgba{low_byte(key.gray), low_byte(key.gray), low_byte(key.gray), 255};
  }
  if (header.colour == PNG_COLOR_TYPE_RGB) {
    return Rgba{low_byte(key.red), low_byte(key.green), low_byte(key.blue), 255};
  }
  return std::nullopt;
}

RowFormat format_of(const Header& header) {
  return {.width = static_cast<int>(header.width),
          .depth = header.depth,
          .colour = header.colour,
          .palette = header.colour == PNG_COLOR_TYPE_PALETTE ? palette_of(header) : greys_of(header),
          .key = key_of(header)};
}

// One function per layout, which widens `width` pixels at the start of `row` to RGBA in place, starting from
// the last pixel.
void expand_indices(std::uint8_t* row, int width, const Palette& palette) {
  for (std::ptrdiff_t x = width; x-- > 0;) std::memcpy(row + 4 * x, palette[row[x]].data(), 4);
}

// Pillow's mode I saturates: values from 256 on are white.
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

void expand_rgb(std::uint8_t* row, int width) {
  for (std::ptrdiff_t x = width; x-- > 0;) {
    const Rgba pixel = {row[3 * x], row[3 * x + 1], row[3 * x + 2], 255};
    std::memcpy(row + 4 * x, pixel.data(), 4);
  }
}

void apply_key(std::uint8_t* row, int width, const Rgba& key) {
  for (std::ptrdiff_t x = 0; x < width; ++x) {
    if (std::memcmp(row + 4 * x, key.data(), 4) == 0) row[4 * x + 3] = 0;
  }
}

// Converts in place: samples at the start of `row`, one byte each (16-bit grey: two, big-endian), become
// RGBA.
void to_rgba(std::uint8_t* row, const RowFormat& format) {
  if (format.colour == PNG_COLOR_TYPE_GRAY && format.depth == 16) {
    expand_grey16(row, format.width);
  } else if (format.colour == PNG_COLOR_TYPE_GRAY || format.colour == PNG_COLOR_TYPE_PALETTE) {
    expand_indices(row, format.width, format.palette);
  } else if (format.colour == PNG_COLOR_TYPE_GRAY_ALPHA) {
    expand_grey_alpha(row, format.width);
  } else if (format.colour == PNG_COLOR_TYPE_RGB) {
    expand_rgb(row, format.width);
  }
  if (format.key) apply_key(row, format.width, *format.key);
}

Opacity opacity_of(const RowFormat& format) {
  const bool alpha_channel = (format.colour & PNG_COLOR_MASK_ALPHA) != 0;
  const bool clear_entry = std::any_of(format.palette.begin(), format.palette.end(),
                                       [](const Rgba& entry) { return entry[3] != 255; });
  return alpha_channel || clear_entry || format.key ? Opacity::kUnknown : Opacity::kOpaque;
}

// The common layouts use png_scanlines(), which is faster than Debian's libpng (docs/decisions/0112).
bool has_plain_rows(const Header& header) {
  constexpr png_uint_32 kMaxWidth = 1 << 18;  // bounds the memory for rows
  return header.depth == 8 && header.interlace == PNG_INTERLACE_NONE && header.width <= kMaxWidth;
}

RowSource plain_rows(const Reader& reader, std::span<const std::byte> file, const Header& header) {
  constexpr std::size_t kChunkHead = 8;  // of the first IDAT chunk, which libpng has already read
  const std::size_t channels = png_get_channels(reader.png, reader.info);
  const PngLayout layout = {channels * header.width, channels, header.height};
  const auto scanlines = png_scanlines(file.last(reader.bytes.size() + kChunkHead), layout);
  const RowFormat format = format_of(header);
  RowSource rows = {format.width, static_cast<int>(header.height), opacity_of(format), scanlines};
  if (header.colour == PNG_COLOR_TYPE_RGB_ALPHA) return rows;
  rows.next_row = [scanlines, format,
                   rgba = std::vector<std::uint8_t>(std::size_t{4} * header.width)]() mutable {
    const auto samples = scanlines();
    std::copy(samples.begin(), samples.end(), rgba.begin());
    to_rgba(rgba.data(), format);
    return std::span<const std::uint8_t>(rgba);
  };
  return rows;
}

// Reads all rows, at most 4 bytes per pixel: one byte for grey and palettes of up to 8 bits, two (big-endian)
// for 16-bit grey, and the high byte of other 16-bit samples.
bool read_whole(Reader& reader, const Header& header, png_bytep* rows) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  if (header.depth < 8) png_set_packing(reader.png);
  if (header.depth == 16 && header.colour != PNG_COLOR_TYPE_GRAY) png_set_strip_16(reader.png);
  png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  png_read_image(reader.png, rows);
  return true;
}

RowSource whole(Reader& reader, const Header& header, std::int64_t max_pixels) {
  Image image = make_image(header.width, header.height, max_pixels);
  std::vector<png_bytep> rows(header.height);
  for (png_uint_32 y = 0; y < header.height; ++y) rows[y] = row_of(image, y);
  if (!read_whole(reader, header, rows.data())) {
    fail(ErrorKind::kInvalidInput, "PNG: {}", reader.message.data());
  }
  const RowFormat format = format_of(header);
  for (png_bytep row : rows) to_rgba(row, format);
  return rows_of(std::move(image));
}

}  // namespace

RowSource open_png(std::span<const std::byte> bytes, const DecodeOptions& options) {
  Reader reader(bytes);
  Header header;
  if (!read_header(reader, header)) fail(ErrorKind::kInvalidInput, "PNG: {}", reader.message.data());
  check_size(header.width, header.height, options.max_pixels);
  return has_plain_rows(header) ? plain_rows(reader, bytes, header)
                                : whole(reader, header, options.max_pixels);
}

}  // namespace jtp
