// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/bmp_rle.h"

#include <gtest/gtest.h>

#include "jtp/base/error.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

using namespace std::string_literals;

std::string expand(const std::string& stream, RleDepth depth, RleSize size) {
  std::string digits;
  for (const std::uint8_t index : expand_bmp_rle(test::as_bytes(stream), 0, depth, size)) {
    digits += static_cast<char>('0' + index);
  }
  return digits;
}

TEST(BmpRle, DecodesRunsAndLiteralsOfBothDepths) {
  EXPECT_EQ(expand("\x03\x07\x01\x02\0\x03\x04\x05\x06\0"s, RleDepth::k8, {7, 1}), "7772456");
  EXPECT_EQ(expand("\x03\x12\0\x04\x34\x56"s, RleDepth::k4, {7, 1}), "1213456");
}

TEST(BmpRle, RunsEndWithTheRowAndShortRowsAreFilled) {
  EXPECT_EQ(expand("\x09\x01\0\0\x02\x02\0\0\x03\x03"s, RleDepth::k8, {3, 3}), "111220333");
}

TEST(BmpRle, MissingPixelsAreAnError) {
  EXPECT_THROW(expand("\x03\x07\0\x01"s, RleDepth::k8, {7, 1}), Error);
  EXPECT_THROW(expand("\x03\x07\0\x05\x01"s, RleDepth::k8, {7, 1}), Error);
  EXPECT_THROW(expand("\0\x02\x01"s, RleDepth::k8, {7, 1}), Error);
  EXPECT_THROW(expand(""s, RleDepth::k8, {7, 1}), Error);
}

TEST(BmpRle, ADeltaBeyondThePictureStopsAtItsEnd) {
  EXPECT_EQ(expand("\x01\x05\0\x02\0\0\xFF\xFF"s, RleDepth::k8, {2, 2}), "5000");
}

}  // namespace
}  // namespace jtp
