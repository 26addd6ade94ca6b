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

TEST(F16, EveryValueSurvivesTheRoundTrip) {
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

// The nearer of two neighbours; from the middle, the one whose last bit is 0.
TEST(F16, RoundsToNearestAndTiesToEven) {
  for (std::uint32_t bits = 0; bits < 0x7BFF; ++bits) {
    const float lower = to_float(static_cast<f16>(bits));
    const float upper = to_float(static_cast<f16>(bits + 1));
    const float middle = lower + (upper - lower) / 2;  // exact: float32 has 13 bits more
    const auto even = static_cast<f16>(bits % 2 == 0 ? bits : bits + 1);
    ASSERT_EQ(to_f16(middle), even) << std::hex << bits;
    ASSERT_EQ(to_f16(std::nextafter(middle, lower)), static_cast<f16>(bits)) << std::hex << bits;
    ASSERT_EQ(to_f16(std::nextafter(middle, upper)), static_cast<f16>(bits + 1)) << std::hex << bits;
    ASSERT_EQ(to_f16(-middle), static_cast<f16>(static_cast<std::uint32_t>(even) | 0x8000u));
  }
  EXPECT_EQ(to_float(to_f16(std::nextafter(65520.0F, 0.0F))), 65504.0F);
  EXPECT_TRUE(std::isinf(to_float(to_f16(65520.0F))));
  EXPECT_TRUE(std::isinf(to_float(to_f16(std::numeric_limits<float>::max()))));
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
