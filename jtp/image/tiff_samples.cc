// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/tiff_samples.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "jtp/base/error.h"

namespace jtp {
namespace {

enum Photometric : std::uint16_t { kWhiteIsZero, kBlackIsZero, kRgb, kPalette, kCmyk = 5, kYcbcr = 6 };
enum Format : std::uint16_t { kUnsigned = 1, kSigned = 2, kFloat = 3 };
enum Extra : std::uint16_t { kUnspecified = 0, kPremultiplied = 1, kAlpha = 2 };

bool all_unspecified(const TiffLayout& layout, std::size_t first) {
  return std::all_of(layout.extra.begin() + static_cast<std::ptrdiff_t>(std::min(first, layout.extra.size())),
                     layout.extra.end(), [](std::uint16_t kind) { return kind == kUnspecified; });
}

std::optional<TiffColour> grey(const TiffLayout& layout) {
  const bool inverted = layout.photometric == kWhiteIsZero;
  const bool is_unsigned = layout.sample_format == kUnsigned;
  if (layout.samples == 2) {
    const bool alpha = layout.extra.size() == 1 && layout.extra[0] == kAlpha;
    return alpha && !inverted && is_unsigned && layout.bits == 8 ? std::optional(TiffColour::kGreyAlpha)
                                                                 : std::nullopt;
  }
  if (layout.samples != 1 || !layout.extra.empty()) return std::nullopt;
  switch (layout.bits) {
    case 1:
    case 2:
    case 4:
    case 8:
      if (!is_unsigned) return std::nullopt;
      return inverted ? TiffColour::kInvertedGrey : TiffColour::kGrey;
    case 12:
      if (!is_unsigned || inverted || layout.big_endian) return std::nullopt;
      return TiffColour::kGrey;
    case 16:  // wide samples are not inverted even where white is 0
      if (layout.sample_format == kFloat || (inverted && (layout.big_endian || !is_unsigned)))
        return std::nullopt;
      return TiffColour::kGrey;
    case 32:
      if (layout.sample_format != kFloat && (inverted || (is_unsigned && layout.big_endian)))
        return std::nullopt;
      return TiffColour::kGrey;
    default:
      return std::nullopt;
  }
}

std::optional<TiffColour> rgb(const TiffLayout& layout) {
  if (layout.samples == 3 && layout.extra.empty()) return TiffColour::kRgb;
  if (layout.samples == 4 && layout.extra.empty())
    return TiffColour::kRgba;  // the ExtraSamples tag was forgotten
  const std::size_t most_extra = layout.bits == 16 ? 1 : 3;
  if (layout.samples != 3 + layout.extra.size() || layout.extra.size() > most_extra) return std::nullopt;
  if (!all_unspecified(layout, 1)) return std::nullopt;
  switch (layout.extra[0]) {
    case kUnspecified:
      return TiffColour::kRgb;
    case kPremultiplied:
      return TiffColour::kPremultipliedRgba;
    case kAlpha:
      return TiffColour::kRgba;
    default:
      return std::nullopt;
  }
}

std::optional<TiffColour> palette(const TiffLayout& layout) {
  const bool known = layout.bits == 1 || layout.bits == 2 || layout.bits == 4 || layout.bits == 8;
  if (layout.samples == 1 && layout.extra.empty() && known) return TiffColour::kIndex;
  const bool alpha = layout.samples == 2 && layout.extra.size() == 1 && layout.extra[0] == kAlpha;
  return alpha && layout.bits == 8 ? std::optional(TiffColour::kIndexAlpha) : std::nullopt;
}

std::optional<TiffColour> cmyk(const TiffLayout& layout) {
  if (layout.samples != 4 + layout.extra.size() || layout.extra.size() > 2) return std::nullopt;
  const bool wide = layout.bits == 16 && !layout.big_endian && layout.extra.empty();
  const bool known = wide || (layout.bits == 8 && all_unspecified(layout, 0));
  return known ? std::optional(TiffColour::kCmyk) : std::nullopt;
}

std::optional<TiffColour> colour_of(const TiffLayout& layout) {
  if (layout.photometric == kWhiteIsZero || layout.photometric == kBlackIsZero) return grey(layout);
  if (layout.sample_format != kUnsigned) return std::nullopt;
  const bool bytes = layout.bits == 8;
  switch (layout.photometric) {
    case kRgb:
      return bytes || layout.bits == 16 ? rgb(layout) : std::nullopt;
    case kPalette:
      return palette(layout);
    case kCmyk:
      return cmyk(layout);
    case kYcbcr:
      return bytes && layout.samples == 3 ? std::optional(TiffColour::kRgb) : std::nullopt;
    default:
      return std::nullopt;
  }
}

template <typename T>
T load(const std::uint8_t* row, std::ptrdiff_t index) {
  T value;
  std::memcpy(&value, row + index * static_cast<std::ptrdiff_t>(sizeof(T)), sizeof(T));
  return value;
}

template <typename T>
std::uint8_t saturate(T value) {
  if (!(value > T{0})) return 0;  // NaN too
  return value >= T{255} ? 255 : static_cast<std::uint8_t>(value);
}

std::uint8_t packed_sample(const std::uint8_t* row, std::ptrdiff_t index, const TiffLayout& layout) {
  const std::ptrdiff_t bit = index * layout.bits;
  const int mask = (1 << layout.bits) - 1;
  const int value = row[bit / 8] >> (8 - layout.bits - bit % 8) & mask;
  return static_cast<std::uint8_t>(layout.photometric == kPalette ? value : value * 255 / mask);
}

std::uint8_t saturated_12_bits(const std::uint8_t* row, std::ptrdiff_t index) {
  const std::uint8_t* p = row + index / 2 * 3;
  return saturate(index % 2 == 0 ? p[0] << 4 | p[1] >> 4 : (p[1] & 15) << 8 | p[2]);
}

Rgba convert(const std::uint8_t* p, TiffColour colour, const Palette& palette) {
  switch (colour) {
    case TiffColour::kGrey:
      return {p[0], p[0], p[0], 255};
    case TiffColour::kInvertedGrey: {
      const auto light = static_cast<std::uint8_t>(255 - p[0]);
      return {light, light, light, 255};
    }
    case TiffColour::kGreyAlpha:
      return {p[0], p[0], p[0], p[1]};
    case TiffColour::kIndex:
      return palette[p[0]];
    case TiffColour::kIndexAlpha:
      return {palette[p[0]][0], palette[p[0]][1], palette[p[0]][2], p[1]};
    case TiffColour::kRgb:
      return {p[0], p[1], p[2], 255};
    case TiffColour::kRgba:
      return {p[0], p[1], p[2], p[3]};
    case TiffColour::kPremultipliedRgba:
      if (p[3] == 0) return {0, 0, 0, 0};
      return {unpremultiplied(p[0], p[3]), unpremultiplied(p[1], p[3]), unpremultiplied(p[2], p[3]), p[3]};
    case TiffColour::kCmyk:
      return cmyk_to_rgba(p[0], p[1], p[2], p[3]);
  }
  fail(ErrorKind::kInternal, "TIFF: colour {}", static_cast<int>(colour));
}

}  // namespace

TiffColour tiff_colour(const TiffLayout& layout) {
  const std::optional<TiffColour> colour = colour_of(layout);
  if (!colour) {
    fail(ErrorKind::kUnsupported,
         "TIFF: {} samples of {} bits ({} extra) with sample format {} and photometric {} are not supported",
         layout.samples, layout.bits, layout.extra.size(), layout.sample_format, layout.photometric);
  }
  return *colour;
}

std::uint8_t tiff_sample(const std::uint8_t* row, std::ptrdiff_t index, const TiffLayout& layout) {
  switch (layout.bits) {
    case 8:
      return row[index];
    case 12:
      return saturated_12_bits(row, index);
    case 16:
      if (layout.samples > 1) return static_cast<std::uint8_t>(load<std::uint16_t>(row, index) >> 8);
      if (layout.sample_format == kSigned) return saturate(load<std::int16_t>(row, index));
      return saturate(load<std::uint16_t>(row, index));
    case 32:
      if (layout.sample_format == kFloat) return saturate(load<float>(row, index));
      return saturate(load<std::int32_t>(row, index));  // unsigned values too, as in Pillow
    default:
      return packed_sample(row, index, layout);
  }
}

void convert_tiff_samples(Image& image, TiffColour colour, const Palette& palette) {
  for (std::size_t i = 0; i < image.rgba.size(); i += 4) {
    const Rgba pixel = convert(&image.rgba[i], colour, palette);
    std::memcpy(&image.rgba[i], pixel.data(), 4);
  }
}

}  // namespace jtp
