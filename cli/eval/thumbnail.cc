// SPDX-License-Identifier: Apache-2.0
#include "cli/eval/thumbnail.h"

#include <algorithm>
#include <cmath>

#include "jtp/base/base64.h"
#include "jtp/base/isa.h"
#include "jtp/image/decode.h"
#include "jtp/image/encode_jpeg.h"
#include "jtp/image/resample.h"

namespace jtp {
namespace {

constexpr int kQuality = 80;

Image thumbnail(std::span<const std::byte> bytes, int side) {
  const RowSource rows = open_image(bytes, {.fast_decode = true});
  const double scale = static_cast<double>(side) / std::max(rows.width, rows.height);
  const auto scaled = [&](int size) { return std::max(1, static_cast<int>(std::lround(size * scale))); };
  return resize_lanczos(rows, scaled(rows.width), scaled(rows.height), row_kernels_for(active_isa()));
}

}  // namespace

std::string thumbnail_url(std::span<const std::byte> bytes, int side) {
  return "data:image/jpeg;base64," + encode_base64(encode_jpeg(thumbnail(bytes, side), kQuality));
}

}  // namespace jtp
