// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/search.h"

#include <gtest/gtest.h>

#include "tests/store/store_fixture.h"

namespace jtp {
namespace {

using test::content;

struct SearchTest : testing::Test {
  SearchTest() {
    f.put("/p/a.png", 1, {0.9F, 0.1F, 0, 0});
    f.put("/p/b.png", 2, {0.5F, 0.6F, 0, 0});
    f.put("/q/c.png", 3, {0.9F, 0.8F, 0, 0});
    f.put("/q/d.png", 4, {0, 0, 0, 0});
    f.put("/a-copy.png", 1, {0.9F, 0.1F, 0, 0});
  }

  std::vector<std::string> paths(const std::vector<TagCondition>& conditions, const std::string& below = "",
                                 Page page = {}) {
    std::vector<std::string> names;
    for (const auto& picture : search_pictures(f.store, f.scorer, conditions, below, page).page) {
      names.push_back(picture.path);
    }
    return names;
  }

  test::StoreFixture f;
};

using Paths = std::vector<std::string>;

TEST_F(SearchTest, TheBestScoreComesFirstAndEqualOnesByPath) {
  EXPECT_EQ(paths({{.tag = 0, .at_least = 0.4F}}), (Paths{"/a-copy.png", "/q/c.png", "/p/b.png"}));
}

TEST_F(SearchTest, AllConditionsMustHold) {
  EXPECT_EQ(paths({{.tag = 0, .at_least = 0.4F}, {.tag = 1, .at_least = 0.5F}}),
            (Paths{"/q/c.png", "/p/b.png"}));
  EXPECT_EQ(paths({{.tag = 0, .at_least = 0.4F}, {.tag = 1, .at_most = 0.2F}}), (Paths{"/a-copy.png"}));
}

TEST_F(SearchTest, ATagThatIsNotStoredCountsAsZero) {
  EXPECT_EQ(paths({{.tag = 0, .at_most = 0.0F}}), (Paths{"/q/d.png"}));
}

TEST_F(SearchTest, CanBeLimitedToAFolder) {
  EXPECT_EQ(paths({}, "/p"), (Paths{"/p/a.png", "/p/b.png"}));
  EXPECT_EQ(paths({}), (Paths{"/a-copy.png", "/p/b.png", "/q/c.png", "/q/d.png"}));
}

TEST_F(SearchTest, AnswersComeInPages) {
  const FoundPictures second = search_pictures(f.store, f.scorer, {}, "", {.offset = 1, .limit = 2});
  EXPECT_EQ(second.total, 4);
  ASSERT_EQ(second.page.size(), 2u);
  EXPECT_EQ(second.page.front().path, "/p/b.png");
  EXPECT_EQ(second.page.front().sha256, content(2));
  EXPECT_TRUE(paths({}, "", {.offset = 10, .limit = 2}).empty());
  EXPECT_TRUE(paths({}, "", {.offset = 0, .limit = 0}).empty());
}

}  // namespace
}  // namespace jtp
