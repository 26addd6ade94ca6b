// SPDX-License-Identifier: Apache-2.0
#include "cli/model/formats.h"

namespace jtp {
namespace {

std::string_view how_to_get(ImageFormat format) {
  if (format == ImageFormat::kAvif) return "install libavif-dev and build jtp again";
  if (format == ImageFormat::kJxl) return "install libjxl-dev and build jtp again";
  return "";
}

}  // namespace

std::vector<FormatSupport> format_support() {
  std::vector<FormatSupport> formats;
  for (const ImageFormat format :
       {ImageFormat::kJpeg, ImageFormat::kPng, ImageFormat::kWebp, ImageFormat::kGif, ImageFormat::kTiff,
        ImageFormat::kBmp, ImageFormat::kAvif, ImageFormat::kJxl}) {
    formats.push_back({format, is_supported(format), how_to_get(format)});
  }
  return formats;
}

}  // namespace jtp
