// SPDX-License-Identifier: Apache-2.0
#include <webp/decode.h>
#include <webp/demux.h>

#include <cstring>
#include <memory>

#include "jtp/base/error.h"
#include "jtp/image/decode_formats.h"

namespace jtp {
namespace {

const std::uint8_t* data_of(std::span<const std::byte> bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

void decode_still(std::span<const std::byte> bytes, Image& image) {
  if (WebPDecodeRGBAInto(data_of(bytes), bytes.size(), image.rgba.data(), image.rgba.size(),
                         image.width * 4) == nullptr) {
    fail(ErrorKind::kInvalidInput, "WebP: corrupt or truncated picture ({} bytes)", bytes.size());
  }
}

// Decodes the canvas after the first frame, which need not cover all of it.
void decode_first_frame(std::span<const std::byte> bytes, Image& image) {
  const WebPData data = {data_of(bytes), bytes.size()};
  const std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)> decoder(
      WebPAnimDecoderNew(&data, nullptr), WebPAnimDecoderDelete);
  WebPAnimInfo info;
  if (decoder == nullptr || WebPAnimDecoderGetInfo(decoder.get(), &info) == 0) {
    fail(ErrorKind::kInvalidInput, "WebP: corrupt or truncated animation ({} bytes)", bytes.size());
  }
  std::uint8_t* canvas = nullptr;
  int timestamp = 0;
  const auto width = static_cast<std::uint32_t>(image.width);
  const auto height = static_cast<std::uint32_t>(image.height);
  if (info.canvas_width != width || info.canvas_height != height ||
      WebPAnimDecoderGetNext(decoder.get(), &canvas, &timestamp) == 0) {
    fail(ErrorKind::kInvalidInput, "WebP: the first frame of {} cannot be decoded", info.frame_count);
  }
  std::memcpy(image.rgba.data(), canvas, image.rgba.size());
}

}  // namespace

Image decode_webp(std::span<const std::byte> bytes, std::int64_t max_pixels) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(data_of(bytes), bytes.size(), &features) != VP8_STATUS_OK) {
    fail(ErrorKind::kInvalidInput, "WebP: corrupt or truncated header ({} bytes)", bytes.size());
  }
  Image image = make_image(features.width, features.height, max_pixels);
  if (features.has_animation != 0) {
    decode_first_frame(bytes, image);
  } else {
    decode_still(bytes, image);
  }
  if (features.has_alpha == 0) {
    for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;
  }
  return image;
}

}  // namespace jtp
