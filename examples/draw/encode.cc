// SPDX-License-Identifier: Apache-2.0
#include "examples/draw/encode.h"

#include <gif_lib.h>
#include <png.h>
#include <webp/encode.h>

#include <array>
#include <cstdio>  // jpeglib.h needs FILE
#include <cstdlib>
#include <stdexcept>

#include <jpeglib.h>

namespace jtp::draw {

namespace {

// The colour cube of the GIF: 6 levels a channel, then the transparent entry.
constexpr int kLevels = 6;
constexpr int kTransparent = kLevels * kLevels * kLevels;

bool is_opaque(const Pixels& pixels) {
  for (std::size_t i = 3; i < pixels.rgba.size(); i += 4) {
    if (pixels.rgba[i] != 255) return false;
  }
  return true;
}

std::vector<std::uint8_t> to_rgb(const Pixels& pixels) {
  std::vector<std::uint8_t> rgb;
  for (std::size_t i = 0; i < pixels.rgba.size(); i += 4) {
    rgb.insert(rgb.end(), {pixels.rgba[i], pixels.rgba[i + 1], pixels.rgba[i + 2]});
  }
  return rgb;
}

std::vector<GifByteType> to_cube(const Pixels& pixels) {
  const auto level = [](std::uint8_t value) { return (value * (kLevels - 1) + 127) / 255; };
  std::vector<GifByteType> indices;
  for (std::size_t i = 0; i < pixels.rgba.size(); i += 4) {
    const int index =
        (level(pixels.rgba[i]) * kLevels + level(pixels.rgba[i + 1])) * kLevels + level(pixels.rgba[i + 2]);
    indices.push_back(static_cast<GifByteType>(pixels.rgba[i + 3] < 128 ? kTransparent : index));
  }
  return indices;
}

ColorMapObject* make_cube() {
  ColorMapObject* map = GifMakeMapObject(256, nullptr);
  for (int i = 0; map != nullptr && i < kTransparent; ++i) {
    const auto value = [](int level) {
      return static_cast<GifByteType>(level % kLevels * 255 / (kLevels - 1));
    };
    map->Colors[i] = {value(i / (kLevels * kLevels)), value(i / kLevels), value(i)};
  }
  return map;
}

int append(GifFileType* gif, const GifByteType* bytes, int size) {
  static_cast<std::string*>(gif->UserData)
      ->append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  return size;
}

void require(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("cannot encode as ") + what);
}

}  // namespace

std::string encode_png(const Pixels& pixels) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(pixels.width);
  image.height = static_cast<png_uint_32>(pixels.height);
  const bool opaque = is_opaque(pixels);
  image.format = opaque ? PNG_FORMAT_RGB : PNG_FORMAT_RGBA;
  const std::vector<std::uint8_t> samples = opaque ? to_rgb(pixels) : pixels.rgba;

  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::string bytes(size, '\0');
  require(png_image_write_to_memory(&image, bytes.data(), &size, 0, samples.data(), 0, nullptr) != 0, "PNG");
  bytes.resize(size);
  return bytes;
}

std::string encode_jpeg(const Pixels& pixels) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err =
      jpeg_std_error(&errors);  // ends the program on an error: fine for a tool that draws known pictures
  jpeg_create_compress(&jpeg);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &buffer, &size);
  jpeg.image_width = static_cast<JDIMENSION>(pixels.width);
  jpeg.image_height = static_cast<JDIMENSION>(pixels.height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, 90, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  std::vector<std::uint8_t> rgb = to_rgb(pixels);
  for (int y = 0; y < pixels.height; ++y) {
    JSAMPROW row = rgb.data() + static_cast<std::ptrdiff_t>(y) * pixels.width * 3;
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::string bytes(reinterpret_cast<const char*>(buffer), size);
  std::free(buffer);
  return bytes;
}

std::string encode_webp_lossless(const Pixels& pixels) {
  std::uint8_t* buffer = nullptr;
  const std::size_t size =
      WebPEncodeLosslessRGBA(pixels.rgba.data(), pixels.width, pixels.height, pixels.width * 4, &buffer);
  require(size > 0, "WebP");
  std::string bytes(reinterpret_cast<const char*>(buffer), size);
  WebPFree(buffer);
  return bytes;
}

std::string encode_gif(const Pixels& pixels) {
  std::string bytes;
  GifFileType* gif = EGifOpen(&bytes, &append, nullptr);
  ColorMapObject* map = make_cube();
  require(gif != nullptr && map != nullptr, "GIF");
  EGifSetGifVersion(gif, true);
  const GraphicsControlBlock control{DISPOSAL_UNSPECIFIED, false, 0, kTransparent};
  std::array<GifByteType, 4> extension{};
  EGifGCBToExtension(&control, extension.data());
  std::vector<GifByteType> indices = to_cube(pixels);

  bool good = EGifPutScreenDesc(gif, pixels.width, pixels.height, 8, 0, map) == GIF_OK &&
              EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, 4, extension.data()) == GIF_OK &&
              EGifPutImageDesc(gif, 0, 0, pixels.width, pixels.height, false, nullptr) == GIF_OK;
  for (int y = 0; good && y < pixels.height; ++y) {
    good = EGifPutLine(gif, indices.data() + static_cast<std::ptrdiff_t>(y) * pixels.width, pixels.width) ==
           GIF_OK;
  }
  GifFreeMapObject(map);
  good = EGifCloseFile(gif, nullptr) == GIF_OK && good;
  require(good, "GIF");
  return bytes;
}

}  // namespace jtp::draw
