// SPDX-License-Identifier: Apache-2.0
#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/image/decode_formats.h"
#include "jtp/image/pixel.h"

namespace jtp {
namespace {

constexpr int kGraphicControl = 0xF9;

[[noreturn]] void fail_gif(int code) {
  const char* reason = GifErrorString(code);
  fail(ErrorKind::kInvalidInput, "GIF: {}", reason == nullptr ? "corrupt file" : reason);
}

struct Close {
  void operator()(GifFileType* gif) const {
    int ignored = 0;
    DGifCloseFile(gif, &ignored);
  }
};
using Gif = std::unique_ptr<GifFileType, Close>;

int read_bytes(GifFileType* gif, GifByteType* out, int count) {
  auto& rest = *static_cast<std::span<const std::byte>*>(gif->UserData);
  const std::size_t n = std::min(rest.size(), static_cast<std::size_t>(count));
  if (n != 0) std::memcpy(out, rest.data(), n);
  rest = rest.subspan(n);
  return static_cast<int>(n);
}

// Skips an extension; a graphic control extension may set the transparent index.
void read_extension(GifFileType& gif, std::optional<std::uint8_t>& transparent) {
  int label = 0;
  GifByteType* block = nullptr;  // the first byte is the number of bytes that follow
  if (DGifGetExtension(&gif, &label, &block) == GIF_ERROR) fail_gif(gif.Error);
  if (label == kGraphicControl && block != nullptr && block[0] >= 4 && (block[1] & 1) != 0)
    transparent = block[4];
  while (block != nullptr) {
    if (DGifGetExtensionNext(&gif, &block) == GIF_ERROR) fail_gif(gif.Error);
  }
}

// Reads up to the description of the first frame, which is then in gif.Image. Returns the transparent index.
std::optional<std::uint8_t> find_first_frame(GifFileType& gif) {
  std::optional<std::uint8_t> transparent;
  while (true) {
    GifRecordType record = UNDEFINED_RECORD_TYPE;
    if (DGifGetRecordType(&gif, &record) == GIF_ERROR) fail_gif(gif.Error);
    if (record == EXTENSION_RECORD_TYPE) {
      read_extension(gif, transparent);
    } else if (record == IMAGE_DESC_RECORD_TYPE) {
      if (DGifGetImageDesc(&gif) == GIF_ERROR) fail_gif(gif.Error);
      return transparent;
    } else {
      fail(ErrorKind::kInvalidInput, "GIF: the file has no frame");
    }
  }
}

// The frame's palette or, without one, the file's; grey if there is neither.
Palette palette_of(const GifFileType& gif, std::optional<std::uint8_t> transparent) {
  const ColorMapObject* map = gif.Image.ColorMap != nullptr ? gif.Image.ColorMap : gif.SColorMap;
  Palette palette = grey_palette();
  for (int i = 0; map != nullptr && i < std::min(map->ColorCount, 256); ++i) {
    const GifColorType& entry = map->Colors[i];
    palette[static_cast<std::size_t>(i)] = {entry.Red, entry.Green, entry.Blue, 255};
  }
  if (transparent) palette[*transparent][3] = 0;
  return palette;
}

// The rows of a frame in stored order.
std::vector<int> row_order(int height, bool interlaced) {
  struct Pass {
    int first, step;
  };
  constexpr std::array<Pass, 4> kInterlaced = {{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
  constexpr std::array<Pass, 1> kPlain = {{{0, 1}}};
  std::vector<int> order;
  for (const Pass& pass : interlaced ? std::span<const Pass>(kInterlaced) : std::span<const Pass>(kPlain)) {
    for (int y = pass.first; y < height; y += pass.step) order.push_back(y);
  }
  return order;
}

void fill(Image& image, const Rgba& colour) {
  for (std::size_t i = 0; i < image.rgba.size(); i += 4) std::memcpy(&image.rgba[i], colour.data(), 4);
}

void read_frame(GifFileType& gif, const Palette& palette, Image& image) {
  const GifImageDesc& frame = gif.Image;
  std::vector<GifPixelType> indices(static_cast<std::size_t>(frame.Width));
  for (const int y : row_order(frame.Height, frame.Interlace)) {
    if (DGifGetLine(&gif, indices.data(), frame.Width) == GIF_ERROR) fail_gif(gif.Error);
    std::uint8_t* out = row_of(image, frame.Top + y) + 4 * static_cast<std::ptrdiff_t>(frame.Left);
    for (const GifPixelType index : indices) {
      std::memcpy(out, palette[index].data(), 4);
      out += 4;
    }
  }
}

}  // namespace

Image decode_gif(std::span<const std::byte> bytes, std::int64_t max_pixels) {
  std::span<const std::byte> rest = bytes;
  int code = 0;
  const Gif gif(DGifOpen(&rest, read_bytes, &code));
  if (gif == nullptr) fail_gif(code);
  const std::optional<std::uint8_t> transparent = find_first_frame(*gif);
  const GifImageDesc& frame = gif->Image;
  if (frame.Width <= 0 || frame.Height <= 0) {
    fail(ErrorKind::kInvalidInput, "GIF: the first frame has {} x {} pixels", frame.Width, frame.Height);
  }
  // A frame that extends beyond the logical screen enlarges it.
  Image image = make_image(std::max(gif->SWidth, frame.Left + frame.Width),
                           std::max(gif->SHeight, frame.Top + frame.Height), max_pixels);
  const Palette palette = palette_of(*gif, transparent);
  fill(image, palette[transparent.value_or(0)]);
  read_frame(*gif, palette, image);
  return image;
}

}  // namespace jtp
