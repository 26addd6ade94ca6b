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

TEST(F16, EveryValueSurvivesTheRoundTripThroughFloat) {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto value = static_cast<f16>(bits);
    const float wide = to_float(value);
    if (std::isnan(wide)) {
      EXPECT_TRUE(std::isnan(to_float(to_f16(wide))));
    } else {
      EXPECT_EQ(to_f16(wide), value) << std::hex << bits;
    }
  }
}

TEST(F16, RoundsToTheNearestAndTiesToEven) {
  // Neighbours a < b of one sign: below the middle is a, above it b, the middle itself the even one.
  for (std::uint32_t bits = 0; bits < 0x7BFF; ++bits) {
    const float a = to_float(static_cast<f16>(bits));
    const float b = to_float(static_cast<f16>(bits + 1));
    const float middle = a + (b - a) / 2;  // exact
    EXPECT_EQ(to_f16(std::nextafter(middle, 0.0F)), static_cast<f16>(bits));
    EXPECT_EQ(to_f16(std::nextafter(middle, b)), static_cast<f16>(bits + 1));
    EXPECT_EQ(to_f16(middle), static_cast<f16>(bits + (bits & 1)));
    EXPECT_EQ(to_f16(-middle), static_cast<f16>(0x8000 | (bits + (bits & 1))));
  }
}

TEST(F16, WhatIsTooLargeBecomesInfinity) {
  EXPECT_EQ(to_float(to_f16(65519.0F)), 65504.0F);
  EXPECT_TRUE(std::isinf(to_float(to_f16(65520.0F))));
  EXPECT_TRUE(std::isinf(to_float(to_f16(std::numeric_limits<float>::max()))));
}

}  // namespace
}  // namespace jtp
