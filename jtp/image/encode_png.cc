// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/encode_png.h"

#include <png.h>

#include "jtp/base/error.h"

namespace jtp {

std::vector<std::byte> encode_png(const Image& image) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = static_cast<png_uint_32>(image.width);
  png.height = static_cast<png_uint_32>(image.height);
  png.format = PNG_FORMAT_RGBA;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
  std::vector<std::byte> bytes(size);
  if (png_image_write_to_memory(&png, bytes.data(), &size, 0, image.rgba.data(), 0, nullptr) == 0) {
    fail(ErrorKind::kInternal, "encode_png: {} x {} pixels: {}", image.width, image.height, png.message);
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace jtp
