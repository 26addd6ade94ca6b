// SPDX-License-Identifier: Apache-2.0
#include <jxl/decode.h>

#include <memory>

#include "jtp/base/error.h"
#include "jtp/image/decode_formats.h"

namespace jtp {
namespace {

using Decoder = std::unique_ptr<JxlDecoder, decltype(&JxlDecoderDestroy)>;

constexpr JxlPixelFormat kRgba8 = {4, JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};

void check(JxlDecoderStatus status) {
  if (status != JXL_DEC_SUCCESS) fail(ErrorKind::kInvalidInput, "JPEG XL: the decoder rejects the file");
}

Image make_output(JxlDecoder* decoder, std::int64_t max_pixels) {
  JxlBasicInfo info;
  check(JxlDecoderGetBasicInfo(decoder, &info));
  return make_image(info.xsize, info.ysize, max_pixels);
}

void set_output(JxlDecoder* decoder, Image& image) {
  std::size_t wanted = 0;
  check(JxlDecoderImageOutBufferSize(decoder, &kRgba8, &wanted));
  if (wanted != image.rgba.size()) {
    fail(ErrorKind::kInvalidInput, "JPEG XL: a frame of {} bytes in a picture of {} x {} pixels", wanted,
         image.width, image.height);
  }
  check(JxlDecoderSetImageOutBuffer(decoder, &kRgba8, image.rgba.data(), wanted));
}

}  // namespace

bool has_jxl() { return true; }

Image decode_jxl(std::span<const std::byte> bytes, std::int64_t max_pixels) {
  const Decoder decoder(JxlDecoderCreate(nullptr), JxlDecoderDestroy);
  if (decoder == nullptr) fail(ErrorKind::kInternal, "JPEG XL: libjxl cannot be initialised");
  check(JxlDecoderSubscribeEvents(decoder.get(), JXL_DEC_BASIC_INFO | JXL_DEC_FULL_IMAGE));
  check(JxlDecoderSetUnpremultiplyAlpha(decoder.get(), JXL_TRUE));
  check(JxlDecoderSetInput(decoder.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
  // No JxlDecoderCloseInput(): without it, a truncated file ends in JXL_DEC_NEED_MORE_INPUT, and libjxl
  // prints nothing.
  Image image;
  while (true) {
    switch (JxlDecoderProcessInput(decoder.get())) {
      case JXL_DEC_BASIC_INFO:
        image = make_output(decoder.get(), max_pixels);
        break;
      case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
        set_output(decoder.get(), image);
        break;
      case JXL_DEC_FULL_IMAGE:
        return image;  // the first frame
      default:
        fail(ErrorKind::kInvalidInput, "JPEG XL: corrupt or truncated file ({} bytes)", bytes.size());
    }
  }
}

}  // namespace jtp
