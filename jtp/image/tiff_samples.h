// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "jtp/image/image.h"
#include "jtp/image/pixel.h"

namespace jtp {

// The tags of a TIFF directory that define the meaning of its samples; numbers as in the TIFF 6.0
// specification.
struct TiffLayout {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint16_t photometric = 0;          // 0 white is 0, 1 black is 0, 2 RGB, 3 palette, 5 CMYK, 6 YCbCr
  std::uint16_t bits = 1;                 // per sample
  std::uint16_t samples = 1;              // per pixel
  std::uint16_t sample_format = 1;        // 1 unsigned, 2 signed, 3 float
  bool big_endian = false;                // of the file; libtiff's samples are in the machine's order
  std::vector<std::uint16_t> extra = {};  // ExtraSamples: 0 unspecified, 1 premultiplied alpha, 2 alpha
};

// The meaning of the first four samples of a pixel, each as one byte.
enum class TiffColour {
  kGrey,
  kInvertedGrey,
  kGreyAlpha,
  kIndex,
  kIndexAlpha,
  kRgb,
  kRgba,
  kPremultipliedRgba,
  kCmyk,
};

// Throws Error kUnsupported for a combination that Pillow does not open.
TiffColour tiff_colour(const TiffLayout& layout);

// Sample `index` of a decoded row as a byte. A single sample of 1, 2 or 4 bits is scaled to 0..255 (except
// palette indices). A single wider sample saturates in 0..255, as in Pillow's modes I, I;16 and F. Of a
// 16-bit sample among several, the high byte is used.
std::uint8_t tiff_sample(const std::uint8_t* row, std::ptrdiff_t index, const TiffLayout& layout);

// Converts samples in the channels of the picture to RGBA, in place. `palette` is used only for indices.
void convert_tiff_samples(Image& image, TiffColour colour, const Palette& palette);

}  // namespace jtp
