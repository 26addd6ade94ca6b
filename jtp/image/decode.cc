// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/decode.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/image/byte_view.h"
#include "jtp/image/decode_formats.h"
#include "jtp/image/exif.h"

namespace jtp {
namespace {

struct Signature {
  ImageFormat format;
  std::uint64_t offset;
  std::string_view bytes;
};

using namespace std::string_view_literals;

// TIFF includes BigTIFF (43), and only these two byte order marks. AVIF has a separate check.
constexpr Signature kSignatures[] = {
    {ImageFormat::kJpeg, 0, "\xFF\xD8\xFF"sv}, {ImageFormat::kPng, 0, "\x89PNG\r\n\x1A\n"sv},
    {ImageFormat::kWebp, 8, "WEBPVP8"sv},      {ImageFormat::kGif, 0, "GIF87a"sv},
    {ImageFormat::kGif, 0, "GIF89a"sv},        {ImageFormat::kTiff, 0, "II\x2A\0"sv},
    {ImageFormat::kTiff, 0, "MM\0\x2A"sv},     {ImageFormat::kTiff, 0, "II\x2B\0"sv},
    {ImageFormat::kTiff, 0, "MM\0\x2B"sv},     {ImageFormat::kBmp, 0, "BM"sv},
    {ImageFormat::kJxl, 0, "\xFF\x0A"sv},      {ImageFormat::kJxl, 0, "\0\0\0\x0CJXL \r\n\x87\n"sv},
};

struct Format {
  ImageFormat format;
  std::string_view name;
  RowSource (*open)(std::span<const std::byte> bytes, const DecodeOptions& options);
};

template <Image (*decode)(std::span<const std::byte> bytes, std::int64_t max_pixels)>
RowSource open_whole(std::span<const std::byte> bytes, const DecodeOptions& options) {
  return rows_of(decode(bytes, options.max_pixels));
}

constexpr Format kFormats[] = {
    {ImageFormat::kJpeg, "jpeg", open_jpeg},
    {ImageFormat::kPng, "png", open_png},
    {ImageFormat::kWebp, "webp", open_whole<decode_webp>},
    {ImageFormat::kGif, "gif", open_whole<decode_gif>},
    {ImageFormat::kTiff, "tiff", open_whole<decode_tiff>},
    {ImageFormat::kBmp, "bmp", open_whole<decode_bmp>},
    {ImageFormat::kAvif, "avif", open_whole<decode_avif>},
    {ImageFormat::kJxl, "jxl", open_whole<decode_jxl>},
};

const Format* find(ImageFormat format) {
  const auto* found = std::find_if(std::begin(kFormats), std::end(kFormats),
                                   [&](const Format& f) { return f.format == format; });
  return found == std::end(kFormats) ? nullptr : found;
}

bool has_bytes(std::span<const std::byte> bytes, std::uint64_t offset, std::string_view wanted) {
  return bytes.size() >= offset + wanted.size() &&
         std::memcmp(bytes.data() + offset, wanted.data(), wanted.size()) == 0;
}

// Whether it is an ISO base media file whose file type box lists an AVIF brand, as the major or a compatible
// brand.
bool is_avif(std::span<const std::byte> bytes) {
  if (!has_bytes(bytes, 4, "ftyp")) return false;
  const std::uint64_t end = std::min<std::uint64_t>(ByteView(bytes, "AVIF").u32be(0), bytes.size());
  for (std::uint64_t at = 8; at + 4 <= end; at += 4) {
    if (has_bytes(bytes, at, "avif") || has_bytes(bytes, at, "avis")) return true;
  }
  return false;
}

RowSource turned(const RowSource& rows, int orientation) {
  RowSource result = rows_of(upright(read_all(rows), orientation));
  result.reduced_from = rows.reduced_from;
  if (result.reduced_from && is_transposed(orientation)) {
    std::swap(result.reduced_from->width, result.reduced_from->height);
  }
  return result;
}

}  // namespace

std::string_view to_string(ImageFormat format) {
  const Format* found = find(format);
  return found == nullptr ? "unknown" : found->name;
}

ImageFormat sniff_format(std::span<const std::byte> bytes) {
  for (const Signature& signature : kSignatures) {
    if (has_bytes(bytes, signature.offset, signature.bytes)) return signature.format;
  }
  return is_avif(bytes) ? ImageFormat::kAvif : ImageFormat::kUnknown;
}

bool is_supported(ImageFormat format) {
  if (format == ImageFormat::kAvif) return has_avif();
  if (format == ImageFormat::kJxl) return has_jxl();
  return find(format) != nullptr;
}

RowSource open_image(std::span<const std::byte> bytes, const DecodeOptions& options) {
  if (bytes.empty()) fail(ErrorKind::kInvalidInput, "the file is empty");
  const ImageFormat kind = sniff_format(bytes);
  const Format* format = find(kind);
  if (format == nullptr) {
    fail(ErrorKind::kInvalidInput, "not a picture in a known format ({} bytes)", bytes.size());
  }
  RowSource rows = format->open(bytes, options);
  const int orientation = options.exif_rotate ? exif_orientation(bytes, kind) : 1;
  return orientation == 1 ? rows : turned(rows, orientation);
}

Image decode_image(std::span<const std::byte> bytes, const DecodeOptions& options) {
  return read_all(open_image(bytes, options));
}

void check_size(std::int64_t width, std::int64_t height, std::int64_t max_pixels) {
  if (width <= 0 || height <= 0) {
    fail(ErrorKind::kInvalidInput, "a picture of {} x {} pixels is empty", width, height);
  }
  // The largest side: 4 * side must fit in an int for the row arithmetic of the codecs.
  constexpr std::int64_t kMaxSide = std::numeric_limits<int>::max() / 4;
  if (width > kMaxSide || height > kMaxSide || height > max_pixels / width) {
    fail(ErrorKind::kUnsupported, "a picture of {} x {} pixels exceeds the limit of {} pixels", width, height,
         max_pixels);
  }
}

Image make_image(std::int64_t width, std::int64_t height, std::int64_t max_pixels) {
  check_size(width, height, max_pixels);
  Image image;
  image.width = static_cast<int>(width);
  image.height = static_cast<int>(height);
  image.rgba.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  return image;
}

}  // namespace jtp
