// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/parse_number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

namespace jtp {
namespace {

TEST(ParseNumber, ReadsTheWholeText) {
  EXPECT_EQ(parse_number<int>("-12"), -12);
  EXPECT_EQ(parse_number<std::uint64_t>("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(parse_number<double>("2.5e-3"), 2.5e-3);
  EXPECT_EQ(parse_number<float>("0.1"), 0.1F);
  EXPECT_EQ(parse_number<std::int64_t>("755", 8), 0755);
}

TEST(ParseNumber, RefusesWhatIsNotANumberAlone) {
  for (const char* text : {"", " 1", "1 ", "+1", "1x", "x", "0x10", "1.5", "--1"})
    EXPECT_FALSE(parse_number<int>(text)) << text;
  for (const char* text : {"", " 1", "1 ", "+1", "1x", "1,5", "."})
    EXPECT_FALSE(parse_number<double>(text)) << text;
  EXPECT_FALSE(parse_number<int>("8", 8));
}

TEST(ParseNumber, RefusesWhatDoesNotFit) {
  EXPECT_FALSE(parse_number<int>("2147483648"));
  EXPECT_FALSE(parse_number<unsigned>("-1"));
  EXPECT_FALSE(parse_number<double>("1e400"));
}

TEST(ParseNumber, LeavesInfinityAndNanToTheCaller) {
  EXPECT_TRUE(std::isinf(parse_number<double>("-inf").value()));
  EXPECT_TRUE(std::isnan(parse_number<double>("nan").value()));
}

}  // namespace
}  // namespace jtp
