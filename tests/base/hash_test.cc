// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/hash.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

// The vectors of the authors, http://www.isthe.com/chongo/src/fnv/test_fnv.c.
TEST(Fnv1a, IsThatOfItsAuthors) {
  EXPECT_EQ(fnv1a(""), 0xCBF29CE484222325);
  EXPECT_EQ(fnv1a("a"), 0xAF63DC4C8601EC8C);
  EXPECT_EQ(fnv1a("foobar"), 0x85944171F73967E8);
}

TEST(Fnv1a, TakesBytesBeyondAsciiAsPositive) { EXPECT_EQ(fnv1a("\xFF"), (fnv1a("") ^ 0xFF) * 0x100000001B3); }

TEST(Fnv1a, DependsOnTheSeed) {
  EXPECT_EQ(fnv1a("a", 0), fnv1a("a"));
  EXPECT_NE(fnv1a("a", 1), fnv1a("a"));
}

}  // namespace
}  // namespace jtp
