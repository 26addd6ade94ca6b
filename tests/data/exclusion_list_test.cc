// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/exclusion_list.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/errors.h"

namespace jtp {
namespace {

TEST(ExclusionList, HasRulesForAgeAndTheWishesOfArtists) {
  const auto rules = builtin_exclusions();
  const auto has = [&](const ExclusionRule& rule) {
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
  };
  EXPECT_TRUE(has({"young", "qe", "age"}));
  EXPECT_TRUE(has({"avoid_posting", "sqe", "artist_wish"}));
}

TEST(ExclusionList, ReadsATable) {
  const auto rules = parse_exclusions("tag,ratings,reason\nRed Fur,e,\nwolf,,too many\n", "t.csv");
  EXPECT_EQ(rules,
            (std::vector<ExclusionRule>{{"red_fur", "e", "excluded_tag"}, {"wolf", "sqe", "too_many"}}));
  test::expect_error(ErrorKind::kInvalidInput, "t.csv:2: ratings must consist of s, q and e, not \"x\"",
                     [] { parse_exclusions("tag,ratings,reason\nwolf,x,\n", "t.csv"); });
  test::expect_error(ErrorKind::kInvalidInput, "t.csv:2: the tag is empty",
                     [] { parse_exclusions("tag,ratings,reason\n,e,\n", "t.csv"); });
}

}  // namespace
}  // namespace jtp
