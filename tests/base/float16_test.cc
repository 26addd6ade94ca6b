// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/float16.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace jtp {
namespace {

TEST(Bf16, EveryValueSurvivesTheRoundTrip) {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto value = static_cast<bf16>(bits);
    const float wide = to_float(value);
    if (std::isnan(wide)) {
      EXPECT_TRUE(std::isnan(to_float(to_bf16(wide))));
    } else {
      EXPECT_EQ(to_bf16(wide), value) << std::hex << bits;
    }
  }
}

TEST(Bf16, RoundsToNearestAndTiesToEven) {
  EXPECT_EQ(to_float(to_bf16(1.0F + 0x1p-9F)), 1.0F);              // below half of the last place
  EXPECT_EQ(to_float(to_bf16(1.0F + 0x1p-8F)), 1.0F);              // a tie: down to even
  EXPECT_EQ(to_float(to_bf16(1.0F + 0x3p-8F)), 1.0F + 0x1p-6F);    // a tie: up to even
  EXPECT_EQ(to_float(to_bf16(1.0F + 0x1.8p-8F)), 1.0F + 0x1p-7F);  // above half
  EXPECT_TRUE(std::isinf(to_float(to_bf16(std::numeric_limits<float>::max()))));
}

TEST(F16, DecodesEveryClassOfValue) {
  EXPECT_EQ(to_float(static_cast<f16>(0x3C00)), 1.0F);
  EXPECT_EQ(to_float(static_cast<f16>(0xC000)), -2.0F);
  EXPECT_EQ(to_float(static_cast<f16>(0x7BFF)), 65504.0F);
  EXPECT_EQ(to_float(static_cast<f16>(0x0001)), 0x1p-24F);
  EXPECT_EQ(to_float(static_cast<f16>(0x83FF)), -0x3FFp-24F);
  EXPECT_TRUE(std::signbit(to_float(static_cast<f16>(0x8000))));
  EXPECT_TRUE(std::isinf(to_float(static_cast<f16>(0x7C00))));
  EXPECT_TRUE(std::isnan(to_float(static_cast<f16>(0x7E00))));
}

}  // namespace
}  // namespace jtp
