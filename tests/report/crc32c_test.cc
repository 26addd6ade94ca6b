// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/crc32c.h"

#include <gtest/gtest.h>

#include <string>

namespace jtp {
namespace {

// RFC 3720, appendix B.4, "CRC Examples", and the check value from catalogues of checksums.
TEST(Crc32c, MatchesThePublishedExamples) {
  std::string ascending, descending;
  for (int i = 0; i < 32; ++i) {
    ascending.push_back(static_cast<char>(i));
    descending.push_back(static_cast<char>(31 - i));
  }
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);
  EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43U);
  EXPECT_EQ(crc32c(ascending), 0x46DD794EU);
  EXPECT_EQ(crc32c(descending), 0x113FDB5CU);
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
  EXPECT_EQ(crc32c(""), 0U);
}

// The first 12 bytes of every TFRecord file that begins with the 24 bytes of a version event.
TEST(Crc32c, IsMaskedAsInTfRecordFiles) {
  const std::string length("\x18\0\0\0\0\0\0\0", 8);
  EXPECT_EQ(masked_crc32c(length), 0x224B7FA3U);
}

}  // namespace
}  // namespace jtp
