// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/base64.h"

#include <gtest/gtest.h>

#include "tests/support/files.h"
#include "tests/support/random.h"

namespace jtp::test {
namespace {

TEST(Base64, EncodesTheExamplesOfTheRfc) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(encode_base64(as_bytes(bytes)), text);
    EXPECT_EQ(decode_base64(text), bytes);
  }
}

TEST(Base64, EveryByteSurvivesTheRoundTripAtEveryLength) {
  Random random(1);
  for (std::size_t size = 0; size < 70; ++size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.below(256));
    EXPECT_EQ(decode_base64(encode_base64(as_bytes(bytes))), bytes);
  }
}

TEST(Base64, PaddingMayBeMissingButNotWrong) {
  EXPECT_EQ(decode_base64("Zg"), "f");
  EXPECT_EQ(decode_base64("Zm8"), "fo");
  for (const char* text : {"Z", "Zg=", "Zg===", "=", "====", "Z===", "Zm9v=", "Zm=v", "Zh", "Zm9", "Zm 8",
                           "Zm8\n", "Zm_v", "Zm8\x80"}) {
    EXPECT_EQ(decode_base64(text), std::nullopt) << text;
  }
}

TEST(Base64, DecodesTheBase64OfDataUrls) {
  EXPECT_EQ(decode_data_url("data:image/png;base64,Zm9v"), "foo");
  EXPECT_EQ(decode_data_url("data:;base64,"), "");
  EXPECT_EQ(decode_data_url("Zm9v"), "foo");
  EXPECT_EQ(decode_data_url("data:image/png,foo"), std::nullopt);
  EXPECT_EQ(decode_data_url("data:image/png;base64"), std::nullopt);
}

}  // namespace
}  // namespace jtp::test
