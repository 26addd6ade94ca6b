// SPDX-License-Identifier: Apache-2.0
// Writes gradient.avif and gradient.jxl of tests/golden/image: the same 20 x 12 RGBA gradient, losslessly, so
// that the expected pixels are a formula (tests/image/decode_test.cc). Not part of the build:
//   g++ -std=c++20 tests/oracle/make_avif_jxl.cc -lavif -ljxl -o make_avif_jxl && ./make_avif_jxl
//   tests/golden/image
#include <avif/avif.h>
#include <jxl/encode.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

constexpr int kWidth = 20;
constexpr int kHeight = 12;

std::vector<std::uint8_t> gradient() {
  std::vector<std::uint8_t> rgba;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      for (const int value : {x * 12, y * 20, x * y, 255 - x * 5})
        rgba.push_back(static_cast<std::uint8_t>(value));
    }
  }
  return rgba;
}

void check(bool good, const char* what) {
  if (good) return;
  std::fprintf(stderr, "%s failed\n", what);
  std::exit(1);
}

void write(const std::string& path, const std::uint8_t* data, std::size_t size) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
}

void write_avif(const std::string& path) {
  std::vector<std::uint8_t> rgba = gradient();
  avifImage* image = avifImageCreate(kWidth, kHeight, 8, AVIF_PIXEL_FORMAT_YUV444);
  image->matrixCoefficients = AVIF_MATRIX_COEFFICIENTS_IDENTITY;
  image->yuvRange = AVIF_RANGE_FULL;
  avifRGBImage rgb;
  avifRGBImageSetDefaults(&rgb, image);
  rgb.pixels = rgba.data();
  rgb.rowBytes = kWidth * 4;
  check(avifImageRGBToYUV(image, &rgb) == AVIF_RESULT_OK, "avifImageRGBToYUV");
  avifEncoder* encoder = avifEncoderCreate();
  encoder->minQuantizer = encoder->maxQuantizer = AVIF_QUANTIZER_LOSSLESS;
  encoder->minQuantizerAlpha = encoder->maxQuantizerAlpha = AVIF_QUANTIZER_LOSSLESS;
  avifRWData out = AVIF_DATA_EMPTY;
  check(avifEncoderWrite(encoder, image, &out) == AVIF_RESULT_OK, "avifEncoderWrite");
  write(path, out.data, out.size);
  avifRWDataFree(&out);
  avifEncoderDestroy(encoder);
  avifImageDestroy(image);
}

void write_jxl(const std::string& path) {
  const std::vector<std::uint8_t> rgba = gradient();
  JxlEncoder* encoder = JxlEncoderCreate(nullptr);
  JxlBasicInfo info;
  JxlEncoderInitBasicInfo(&info);
  info.xsize = kWidth;
  info.ysize = kHeight;
  info.bits_per_sample = 8;
  info.num_color_channels = 3;
  info.num_extra_channels = 1;
  info.alpha_bits = 8;
  info.uses_original_profile = JXL_TRUE;
  check(JxlEncoderSetBasicInfo(encoder, &info) == JXL_ENC_SUCCESS, "JxlEncoderSetBasicInfo");
  JxlColorEncoding colour;
  JxlColorEncodingSetToSRGB(&colour, JXL_FALSE);
  check(JxlEncoderSetColorEncoding(encoder, &colour) == JXL_ENC_SUCCESS, "JxlEncoderSetColorEncoding");
  JxlEncoderFrameSettings* settings = JxlEncoderFrameSettingsCreate(encoder, nullptr);
  check(JxlEncoderSetFrameLossless(settings, JXL_TRUE) == JXL_ENC_SUCCESS, "JxlEncoderSetFrameLossless");
  const JxlPixelFormat format = {4, JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};
  check(JxlEncoderAddImageFrame(settings, &format, rgba.data(), rgba.size()) == JXL_ENC_SUCCESS,
        "JxlEncoderAddImageFrame");
  JxlEncoderCloseInput(encoder);
  std::vector<std::uint8_t> out(1 << 16);
  std::uint8_t* next = out.data();
  std::size_t left = out.size();
  check(JxlEncoderProcessOutput(encoder, &next, &left) == JXL_ENC_SUCCESS, "JxlEncoderProcessOutput");
  write(path, out.data(), out.size() - left);
  JxlEncoderDestroy(encoder);
}

}  // namespace

int main(int, char** argv) {
  const std::string folder = argv[1];
  write_avif(folder + "/gradient.avif");
  write_jxl(folder + "/gradient.jxl");
}
