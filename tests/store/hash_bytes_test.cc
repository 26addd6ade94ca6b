// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/hash_bytes.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace jtp {
namespace {

TEST(HashBytes, ConvertsDigitsToBytesAndBack) {
  std::string hex;
  for (int i = 0; i < 4; ++i) hex += "0123456789abcdef";
  const std::string bytes = hash_bytes(hex);
  ASSERT_EQ(bytes.size(), 32u);
  EXPECT_EQ(bytes.substr(0, 2), "\x01\x23");
  EXPECT_EQ(hash_hex(bytes), hex);
}

TEST(HashBytes, RefusesAnInvalidHash) {
  for (const std::string& bad :
       {std::string(), std::string(63, 'a'), std::string(64, 'g'), std::string(64, 'A')}) {
    test::expect_error(ErrorKind::kInternal, "SHA-256", [&] { hash_bytes(bad); });
  }
}

}  // namespace
}  // namespace jtp
