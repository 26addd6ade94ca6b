// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/exif.h"

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "jtp/image/byte_view.h"

namespace jtp {
namespace {

using Bytes = std::span<const std::byte>;

bool starts_with(Bytes bytes, std::string_view prefix) {
  return bytes.size() >= prefix.size() && std::memcmp(bytes.data(), prefix.data(), prefix.size()) == 0;
}

// Finds the TIFF structure inside the first APP1 segment "Exif".
std::optional<Bytes> find_in_jpeg(Bytes bytes) {
  constexpr std::string_view kPrefix{"Exif\0\0", 6};
  const ByteView view(bytes, "JPEG");
  std::uint64_t at = 2;
  while (view.contains(at, 4) && view.u8(at) == 0xFF) {
    const std::uint8_t marker = view.u8(at + 1);
    if (marker == 0xFF) {  // padding before a marker
      ++at;
      continue;
    }
    const std::uint16_t length = view.u16be(at + 2);
    if (marker == 0xDA || length < 2 || !view.contains(at + 2, length)) break;
    const Bytes segment = bytes.subspan(at + 4, length - 2u);
    if (marker == 0xE1 && starts_with(segment, kPrefix)) return segment.subspan(kPrefix.size());
    at += 2u + length;
  }
  return std::nullopt;
}

std::optional<Bytes> find_in_png(Bytes bytes) {
  const ByteView view(bytes, "PNG");
  std::uint64_t at = 8;
  while (view.contains(at, 8)) {
    const std::uint32_t length = view.u32be(at);
    if (!view.contains(at + 8, length)) break;
    if (starts_with(bytes.subspan(at + 4), "eXIf")) return bytes.subspan(at + 8, length);
    at += 12u + std::uint64_t{length};
  }
  return std::nullopt;
}

std::optional<Bytes> find_in_webp(Bytes bytes) {
  constexpr std::string_view kPrefix{"Exif\0\0", 6};
  const ByteView view(bytes, "WebP");
  std::uint64_t at = 12;
  while (view.contains(at, 8)) {
    const std::uint32_t length = view.u32le(at + 4);
    if (!view.contains(at + 8, length)) break;
    if (starts_with(bytes.subspan(at), "EXIF")) {
      const Bytes exif = bytes.subspan(at + 8, length);
      return starts_with(exif, kPrefix) ? exif.subspan(kPrefix.size()) : exif;
    }
    at += 8u + std::uint64_t{length} + (length & 1u);
  }
  return std::nullopt;
}

// The Orientation tag of the first directory of a TIFF structure.
int orientation_of(Bytes tiff) {
  constexpr int kUpright = 1;
  constexpr std::uint32_t kOrientationTag = 0x0112;
  const bool little = starts_with(tiff, "II");
  if (tiff.size() < 8 || (!little && !starts_with(tiff, "MM"))) return kUpright;
  const ByteView view(tiff, "EXIF");
  const auto u16 = [&](std::uint64_t at) { return little ? view.u16le(at) : view.u16be(at); };
  const std::uint64_t directory = little ? view.u32le(4) : view.u32be(4);
  if (!view.contains(directory, 2)) return kUpright;
  const int entries = u16(directory);
  for (int i = 0; i < entries; ++i) {
    const std::uint64_t entry = directory + 2 + 12u * static_cast<std::uint64_t>(i);
    if (!view.contains(entry, 12)) break;
    if (u16(entry) != kOrientationTag) continue;
    const int value = u16(entry + 8);
    return value >= 1 && value <= 8 ? value : kUpright;
  }
  return kUpright;
}

std::optional<Bytes> find_exif(Bytes bytes, ImageFormat format) {
  switch (format) {
    case ImageFormat::kJpeg:
      return find_in_jpeg(bytes);
    case ImageFormat::kPng:
      return find_in_png(bytes);
    case ImageFormat::kWebp:
      return find_in_webp(bytes);
    default:
      return std::nullopt;
  }
}

}  // namespace

int exif_orientation(Bytes bytes, ImageFormat format) {
  const auto exif = find_exif(bytes, format);
  return exif ? orientation_of(*exif) : 1;
}

Image upright(Image image, int orientation) {
  if (orientation <= 1 || orientation > 8) return image;
  // Output pixel (x, y) is stored at (x, y), or at (y, x) for orientations 5 to 8. The two flags say whether
  // the column and the row count from the other end.
  const bool transposed = is_transposed(orientation);
  const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;

  Image turned;
  turned.width = transposed ? image.height : image.width;
  turned.height = transposed ? image.width : image.height;
  turned.rgba.resize(image.rgba.size());
  std::uint8_t* out = turned.rgba.data();
  for (int y = 0; y < turned.height; ++y) {
    for (int x = 0; x < turned.width; ++x, out += 4) {
      const int column = transposed ? y : x;
      const int row = transposed ? x : y;
      const std::size_t from_x = static_cast<std::size_t>(from_right ? image.width - 1 - column : column);
      const std::size_t from_y = static_cast<std::size_t>(from_bottom ? image.height - 1 - row : row);
      std::memcpy(out, &image.rgba[(from_y * static_cast<std::size_t>(image.width) + from_x) * 4], 4);
    }
  }
  return turned;
}

}  // namespace jtp
