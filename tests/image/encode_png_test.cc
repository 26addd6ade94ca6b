// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/encode_png.h"

#include <gtest/gtest.h>

#include <vector>

#include "jtp/image/decode.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

TEST(EncodePng, ReadsBackTheSame) {
  Image image{5, 3, {}};
  for (int i = 0; i < 5 * 3 * 4; ++i) image.rgba.push_back(static_cast<std::uint8_t>(i * 37));
  const Image back = decode_image(encode_png(image));
  EXPECT_EQ(back.width, 5);
  EXPECT_EQ(back.height, 3);
  EXPECT_EQ(back.rgba, image.rgba);
}

TEST(EncodePng, RefusesAnEmptyPicture) {
  test::expect_error(ErrorKind::kInternal, "0 x 0", [] { encode_png(Image{}); });
}

}  // namespace
}  // namespace jtp
