// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/review/picture.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"
#include "jtp/image/decode.h"
#include "jtp/image/encode_png.h"
#include "jtp/image/preprocess.h"
#include "jtp/image/row_source.h"

namespace jtp {
namespace {

constexpr std::uint64_t kMaxFile = std::uint64_t{256} << 20;  // bytes

// The media type; empty for formats that some browsers do not show.
std::string_view shown_type(ImageFormat format) {
  switch (format) {
    case ImageFormat::kJpeg:
      return "image/jpeg";
    case ImageFormat::kPng:
      return "image/png";
    case ImageFormat::kWebp:
      return "image/webp";
    case ImageFormat::kGif:
      return "image/gif";
    default:
      return "";
  }
}

std::vector<std::byte> as_png(std::span<const std::byte> bytes, std::int64_t max_pixels) {
  const RowSource rows = open_image(bytes, {.max_pixels = max_pixels});
  const bool fits = std::max(rows.width, rows.height) <= kShownSide;
  return encode_png(fits ? read_all(rows) : Preprocessor(kShownSide).fit(rows));
}

WebResponse answer(std::string_view type, std::span<const std::byte> bytes) {
  return {.status = 200,
          .headers = {{"Content-Type", std::string(type)}},
          .body = std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())};
}

}  // namespace

WebResponse review_picture(const ReviewPicture& picture, std::int64_t max_pixels) {
  try {
    const std::vector<std::byte> bytes = read_file(picture.path, kMaxFile, ErrorKind::kUnsupported);
    if (sha256_hex(bytes) == picture.sha256) {
      const ImageFormat format = sniff_format(bytes);
      const std::string_view type = shown_type(format);
      if (!type.empty()) return answer(type, bytes);
      if (format != ImageFormat::kUnknown) return answer("image/png", as_png(bytes, max_pixels));
    }
  } catch (const Error&) {
    // Every reason gets the same message, so that it does not reveal which files this machine has.
  }
  fail(ErrorKind::kNotFound, "the picture is gone or has changed since it was scored");
}

}  // namespace jtp
