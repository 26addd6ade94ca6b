// SPDX-License-Identifier: Apache-2.0
#include <avif/avif.h>

#include <algorithm>
#include <limits>
#include <memory>

#include "jtp/base/error.h"
#include "jtp/image/decode_formats.h"

namespace jtp {
namespace {

constexpr std::uint32_t kMaxFrames = 1 << 16;  // only the first frame is read; this bounds libavif's tables

void check(const avifDecoder& decoder, avifResult result) {
  if (result == AVIF_RESULT_OK) return;
  const auto kind = result == AVIF_RESULT_NOT_IMPLEMENTED || result == AVIF_RESULT_NO_CODEC_AVAILABLE
                        ? ErrorKind::kUnsupported
                        : ErrorKind::kInvalidInput;
  fail(kind, "AVIF: {}{}{}", avifResultToString(result), decoder.diag.error[0] == 0 ? "" : ": ",
       decoder.diag.error);
}

}  // namespace

bool has_avif() { return true; }

// Rotation and mirroring in the container (irot, imir) are not applied; neither is the EXIF orientation.
Image decode_avif(std::span<const std::byte> bytes, std::int64_t max_pixels) {
  const std::unique_ptr<avifDecoder, decltype(&avifDecoderDestroy)> decoder(avifDecoderCreate(),
                                                                            avifDecoderDestroy);
  if (decoder == nullptr) fail(ErrorKind::kInternal, "AVIF: libavif {} cannot be initialised", avifVersion());
  decoder->imageCountLimit = kMaxFrames;
  decoder->ignoreExif = AVIF_TRUE;
  decoder->ignoreXMP = AVIF_TRUE;
  check(*decoder, avifDecoderSetIOMemory(decoder.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                         bytes.size()));
  check(*decoder, avifDecoderParse(decoder.get()));
  Image image = make_image(decoder->image->width, decoder->image->height, max_pixels);
  // The size in the coded picture may differ from that in the container.
  decoder->imageSizeLimit =
      static_cast<std::uint32_t>(std::clamp<std::int64_t>(max_pixels, 1, AVIF_DEFAULT_IMAGE_SIZE_LIMIT));
  check(*decoder, avifDecoderNextImage(decoder.get()));
  if (static_cast<int>(decoder->image->width) != image.width ||
      static_cast<int>(decoder->image->height) != image.height) {
    fail(ErrorKind::kInvalidInput, "AVIF: the picture has {} x {} pixels, but the container says {} x {}",
         decoder->image->width, decoder->image->height, image.width, image.height);
  }
  avifRGBImage rgb;
  avifRGBImageSetDefaults(&rgb, decoder->image);
  rgb.format = AVIF_RGB_FORMAT_RGBA;
  rgb.depth = 8;
  rgb.pixels = image.rgba.data();
  rgb.rowBytes = static_cast<std::uint32_t>(image.width) * 4;
  check(*decoder, avifImageYUVToRGB(decoder->image, &rgb));
  return image;
}

}  // namespace jtp
