// SPDX-License-Identifier: Apache-2.0
#include <tiffio.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/image/decode_formats.h"
#include "jtp/image/exif.h"
#include "jtp/image/pixel.h"
#include "jtp/image/tiff_samples.h"

namespace jtp {
namespace {

// How much libtiff may allocate at once, in addition to the size of the file: rows and tables.
constexpr std::size_t kMaxExtraBytes = std::size_t{64} << 20;

// The file as libtiff's input, and the first error that it reports.
struct Source {
  std::span<const std::byte> bytes;
  toff_t at = 0;
  std::array<char, 256> message{};

  // libtiff calls this between setjmp and longjmp of its JPEG codec, so it must not allocate.
  static int on_error(TIFF*, void* data, const char*, const char* format, va_list args) {
    auto& message = static_cast<Source*>(data)->message;
    if (message[0] == 0) std::vsnprintf(message.data(), message.size(), format, args);
    return 1;
  }
  static int on_warning(TIFF*, void*, const char*, const char*, va_list) { return 1; }

  static tmsize_t read(thandle_t handle, void* out, tmsize_t count) {
    auto& source = *static_cast<Source*>(handle);
    if (source.at >= source.bytes.size() || count <= 0) return 0;
    const std::size_t n = std::min(source.bytes.size() - source.at, static_cast<std::size_t>(count));
    std::memcpy(out, source.bytes.data() + source.at, n);
    source.at += n;
    return static_cast<tmsize_t>(n);
  }
  static tmsize_t write(thandle_t, void*, tmsize_t) { return 0; }
  static toff_t seek(thandle_t handle, toff_t offset, int whence) {
    auto& source = *static_cast<Source*>(handle);
    const toff_t base = whence == SEEK_CUR ? source.at : whence == SEEK_END ? source.bytes.size() : 0;
    return source.at = base + offset;
  }
  static int close(thandle_t) { return 0; }
  static toff_t size(thandle_t handle) { return static_cast<Source*>(handle)->bytes.size(); }
  static int map(thandle_t handle, void** base, toff_t* count) {
    const auto bytes = static_cast<Source*>(handle)->bytes;
    *base = const_cast<std::byte*>(bytes.data());  // libtiff only reads: the file is opened with mode "r"
    *count = bytes.size();
    return 1;
  }
  static void unmap(thandle_t, void*, toff_t) {}
};

using Tiff = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

[[noreturn]] void fail_tiff(const Source& source) {
  fail(ErrorKind::kInvalidInput, "TIFF: {}", source.message[0] == 0 ? "corrupt file" : source.message.data());
}

Tiff open(Source& source) {
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(),
                                                                                 TIFFOpenOptionsFree);
  if (options == nullptr) fail(ErrorKind::kInternal, "TIFF: libtiff cannot be initialised");
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(),
                                      static_cast<tmsize_t>(source.bytes.size() + kMaxExtraBytes));
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), Source::on_error, &source);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), Source::on_warning, nullptr);
  Tiff tiff(TIFFClientOpenExt("picture", "r", &source, Source::read, Source::write, Source::seek,
                              Source::close, Source::size, Source::map, Source::unmap, options.get()),
            TIFFClose);
  if (tiff == nullptr) fail_tiff(source);
  return tiff;
}

template <typename T>
T tag(TIFF* tiff, std::uint32_t name, T missing) {
  T value{};
  return TIFFGetField(tiff, name, &value) == 1 ? value : missing;
}

TiffLayout read_layout(TIFF* tiff) {
  TiffLayout layout;
  layout.width = tag<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0);
  layout.height = tag<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0);
  layout.photometric = tag<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  layout.bits = tag<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  layout.samples = tag<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  layout.sample_format = tag<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  layout.big_endian = TIFFIsBigEndian(tiff) != 0;
  std::uint16_t count = 0;
  const std::uint16_t* kinds = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) == 1)
    layout.extra.assign(kinds, kinds + count);
  return layout;
}

// JPEG strips are requested as RGB; other YCbCr data is not supported.
void check_compression(TIFF* tiff, const TiffLayout& layout) {
  constexpr std::array kKnown = {COMPRESSION_NONE,      COMPRESSION_CCITTRLE,      COMPRESSION_CCITTFAX3,
                                 COMPRESSION_CCITTFAX4, COMPRESSION_LZW,           COMPRESSION_JPEG,
                                 COMPRESSION_PACKBITS,  COMPRESSION_ADOBE_DEFLATE, COMPRESSION_DEFLATE};
  const int compression = tag<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  if (std::find(kKnown.begin(), kKnown.end(), compression) == kKnown.end()) {
    fail(ErrorKind::kUnsupported, "TIFF: compression {} is not supported", compression);
  }
  if (layout.photometric != PHOTOMETRIC_YCBCR) return;
  const bool together =
      tag<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_CONTIG;
  if (compression != COMPRESSION_JPEG || !together) {
    fail(ErrorKind::kUnsupported, "TIFF: YCbCr with compression {} is not supported", compression);
  }
  TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
}

// The place of one decoded row of a strip or tile: `count` pixels from (x, y); its samples begin at channel
// `first`.
struct BlockPlace {
  std::int64_t x = 0;
  std::int64_t y = 0;
  std::int64_t count = 0;
  int first = 0;
};

// Reads the samples of all pixels into the channels of the picture, one byte each. Samples after the fourth
// are dropped.
class SampleReader {
 public:
  SampleReader(TIFF* tiff, const Source& source, const TiffLayout& layout, Image& image)
      : tiff_(tiff), source_(source), layout_(layout), image_(image) {
    separate_ = layout.samples > 1 &&
                tag<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE;
    samples_per_row_pixel_ = separate_ ? 1 : layout.samples;
  }

  void read(std::int64_t max_pixels) {
    const int planes = separate_ ? std::min<int>(layout_.samples, 4) : 1;
    for (int plane = 0; plane < planes; ++plane) {
      if (TIFFIsTiled(tiff_) != 0) {
        read_tiles(plane, max_pixels);
      } else {
        read_strips(plane);
      }
    }
  }

 private:
  void read_strips(int plane) {
    std::vector<std::uint8_t> row = make_buffer(TIFFScanlineSize64(tiff_), image_.width);
    for (int y = 0; y < image_.height; ++y) {
      if (TIFFReadScanline(tiff_, row.data(), static_cast<std::uint32_t>(y),
                           static_cast<std::uint16_t>(plane)) != 1) {
        fail_tiff(source_);
      }
      scatter(row.data(), {0, y, image_.width, plane});
    }
  }

  void read_tiles(int plane, std::int64_t max_pixels) {
    const std::int64_t width = tag<std::uint32_t>(tiff_, TIFFTAG_TILEWIDTH, 0);
    const std::int64_t height = tag<std::uint32_t>(tiff_, TIFFTAG_TILELENGTH, 0);
    if (width == 0 || height == 0 || height > max_pixels / width) {
      fail(ErrorKind::kUnsupported, "TIFF: tiles of {} x {} pixels; the limit is {} pixels", width, height,
           max_pixels);
    }
    const std::uint64_t row_bytes = TIFFTileRowSize64(tiff_);
    check_size(row_bytes, width);
    std::vector<std::uint8_t> tile = make_buffer(TIFFTileSize64(tiff_), width * height);
    for (std::int64_t y = 0; y < image_.height; y += height) {
      for (std::int64_t x = 0; x < image_.width; x += width) {
        if (TIFFReadTile(tiff_, tile.data(), static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), 0,
                         static_cast<std::uint16_t>(plane)) < 0) {
          fail_tiff(source_);
        }
        for (std::int64_t i = 0; i < std::min(height, image_.height - y); ++i) {
          scatter(tile.data() + static_cast<std::uint64_t>(i) * row_bytes,
                  {x, y + i, std::min(width, image_.width - x), plane});
        }
      }
    }
  }

  // libtiff's number of bytes for this many pixels must match the tags.
  void check_size(std::uint64_t bytes, std::int64_t pixels) const {
    const auto bits = static_cast<std::uint64_t>(pixels) * layout_.bits * samples_per_row_pixel_;
    if (bytes < (bits + 7) / 8 || bytes > bits + kMaxExtraBytes) {
      fail(ErrorKind::kInvalidInput, "TIFF: {} pixels of {} bits do not fit {} bytes", pixels,
           layout_.bits * samples_per_row_pixel_, bytes);
    }
  }

  std::vector<std::uint8_t> make_buffer(std::uint64_t bytes, std::int64_t pixels) const {
    check_size(bytes, pixels);
    return std::vector<std::uint8_t>(bytes);
  }

  void scatter(const std::uint8_t* row, const BlockPlace& place) {
    std::uint8_t* out = row_of(image_, place.y) + 4 * place.x;
    const int stored = std::min<int>(samples_per_row_pixel_, 4);
    for (std::int64_t x = 0; x < place.count; ++x) {
      for (int s = 0; s < stored; ++s) {
        out[4 * x + place.first + s] = tiff_sample(row, x * samples_per_row_pixel_ + s, layout_);
      }
    }
  }

  TIFF* tiff_;
  const Source& source_;
  const TiffLayout& layout_;
  Image& image_;
  bool separate_ = false;
  std::uint16_t samples_per_row_pixel_ = 1;
};

Palette palette_of(TIFF* tiff, int bits) {
  Palette palette = grey_palette();
  const std::uint16_t *red = nullptr, *green = nullptr, *blue = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue) != 1) {
    fail(ErrorKind::kInvalidInput, "TIFF: a palette picture without a palette");
  }
  const auto high_byte = [](std::uint16_t value) { return static_cast<std::uint8_t>(value >> 8); };
  for (std::size_t i = 0; i < std::min<std::size_t>(std::size_t{1} << bits, palette.size()); ++i) {
    palette[i] = {high_byte(red[i]), high_byte(green[i]), high_byte(blue[i]), 255};
  }
  return palette;
}

}  // namespace

// The orientation tag is always applied, whatever DecodeOptions says: Pillow also applies it for TIFF, unlike
// EXIF.
Image decode_tiff(std::span<const std::byte> bytes, std::int64_t max_pixels) {
  Source source{bytes};
  const Tiff tiff = open(source);
  const TiffLayout layout = read_layout(tiff.get());
  const TiffColour colour = tiff_colour(layout);
  check_compression(tiff.get(), layout);
  Image image = make_image(layout.width, layout.height, max_pixels);
  SampleReader(tiff.get(), source, layout, image).read(max_pixels);
  const bool indexed = layout.photometric == PHOTOMETRIC_PALETTE;
  convert_tiff_samples(image, colour, indexed ? palette_of(tiff.get(), layout.bits) : grey_palette());
  return upright(std::move(image), tag<std::uint16_t>(tiff.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT));
}

}  // namespace jtp
