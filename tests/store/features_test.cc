// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/features.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/store/store_fixture.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

using test::content;

TEST(Features, ReadBackInFloat16) {
  test::StoreFixture f;
  f.put("/p/a.png", 1, {1, 0, 0, 0});
  Features features(f.store);
  const std::vector<float> values = {1.0F, -0.3333F, 12.345F};
  features.put(f.scorer, content(1), values);
  const auto found = features.find(f.scorer, content(1));
  ASSERT_EQ(found.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(found[i], values[i], std::abs(values[i]) * 0x1p-11F);  // half a unit of 11 bits
  }
  EXPECT_TRUE(features.find(f.scorer, content(2)).empty());
}

TEST(Features, BelongToAScoredPicture) {
  test::StoreFixture f;
  test::expect_error(ErrorKind::kInternal, "which has no scores",
                     [&] { Features(f.store).put(f.scorer, content(1), std::vector<float>{1}); });
}

TEST(Features, TheMostSimilarComeFirst) {
  test::StoreFixture f;
  Features features(f.store);
  const std::vector<std::vector<float>> directions = {{1, 0},    {1, 1}, {0, 1},   {-1, 0},
                                                      {2, 0.1F}, {0, 0}, {1, 0, 0}};
  for (std::size_t i = 0; i < directions.size(); ++i) {
    const int picture = static_cast<int>(i) + 1;
    f.put("/p/" + std::to_string(picture), picture, {1, 0, 0, 0});
    features.put(f.scorer, content(picture), directions[i]);
  }
  const std::vector<float> query = {3, 0};
  const auto similar = features.find_similar(f.scorer, query, 3);
  ASSERT_EQ(similar.size(), 3u);
  EXPECT_EQ(similar[0].sha256, content(1));
  EXPECT_NEAR(similar[0].similarity, 1, 1e-6);
  EXPECT_EQ(similar[1].sha256, content(5));
  EXPECT_EQ(similar[2].sha256, content(2));
  EXPECT_NEAR(similar[2].similarity, std::sqrt(0.5), 1e-6);
  EXPECT_EQ(features.find_similar(f.scorer, query, 100).size(), 6u);  // without the one of another size
  EXPECT_TRUE(features.find_similar(f.scorer, query, 0).empty());
}

}  // namespace
}  // namespace jtp
