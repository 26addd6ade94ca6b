// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/api/store_search.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "jtp/store/features.h"
#include "tests/serve/client.h"
#include "tests/serve/running_server.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp::test {
namespace {

using Json = nlohmann::json;

std::string hash(char digit) { return std::string(64, digit); }

// Three pictures by "mini", whose tags are wolf, solo, red_fur.
class StoreSearchTest : public ::testing::Test {
 protected:
  StoreSearchTest() {
    ScoreStore store(file_);
    const Vocabulary vocabulary({"wolf", "solo", "red_fur"}, std::vector(3, TagCategory::kGeneral));
    const ScorerId scorer = store.add_scorer({hash('e'), "f32", ""}, "mini", vocabulary);
    put(store, scorer, 'a', {0.9F, 0.2F, 0.0F}, {1, 0});
    put(store, scorer, 'b', {0.5F, 0.8F, 0.3F}, {0, 1});
    put(store, scorer, 'c', {0.1F, 0.7F, 0.0F}, {1, 1});
  }

  static void put(ScoreStore& store, ScorerId scorer, char name, const std::vector<float>& scores,
                  const std::vector<float>& features) {
    store.put(scorer, {.sha256 = hash(name), .width = 30, .height = 20}, scores, KeptScores::kFromFloor);
    FileStamp stamp{};
    stamp.path = std::string("/pictures/") + name + ".png";
    store.put_file(stamp, hash(name));
    Features(store).put(scorer, hash(name), features);
  }

  // The names of what is found, in its order.
  static std::string names(const StoreAnswer& answer) {
    std::string text;
    for (const StoredPicture& picture : answer.pictures) text += picture.name.substr(0, 1);
    return text;
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "scores.sqlite";
};

TEST_F(StoreSearchTest, FindsByTagAndRangeTheBestFirst) {
  StoreSearch search(file_, "mini");
  EXPECT_EQ(search.pictures(), 3);
  EXPECT_EQ(names(search.search({})), "abc");
  EXPECT_EQ(names(search.search({.tags = {{"solo"}}, .order = StoreOrder::kScore})),
            "bc");  // 0.2 is not above 0.2
  EXPECT_EQ(names(search.search({.tags = {{"solo"}, {"Red Fur"}}, .order = StoreOrder::kScore})), "b");
  EXPECT_EQ(names(search.search({.tags = {{"red_fur", 0.0F, 0.2F}}})), "ac");  // without the tag
  EXPECT_EQ(names(search.search({.page = {1, 1}})), "b");
  EXPECT_EQ(names(search.search({.page = {7, 9}})), "");
  EXPECT_EQ(search.search({.page = {1, 1}}).total, 3);
}

// Answers are remembered; what another process writes meanwhile is seen all the same.
TEST_F(StoreSearchTest, SeesPicturesAddedBetweenTwoQuestions) {
  StoreSearch search(file_, "mini");
  EXPECT_EQ(names(search.search({.page = {0, 2}})), "ab");
  EXPECT_EQ(names(search.search({.page = {2, 2}})), "c");
  ScoreStore store(file_);
  put(store, search.search({}).scorer.id, 'd', {0.3F, 0.4F, 0.5F}, {0, 1});
  EXPECT_EQ(names(search.search({.page = {2, 2}})), "cd");
  const StoreAnswer all = search.search({});
  EXPECT_EQ(all.total, 4);
  EXPECT_EQ(all.frequent[0].count, 3);
}

TEST_F(StoreSearchTest, FindsByLikeness) {
  StoreSearch search(file_, "mini");
  const StoreAnswer answer = search.search({.similar_to = {1, 0}, .order = StoreOrder::kLikeness});
  EXPECT_EQ(names(answer), "acb");
  EXPECT_FLOAT_EQ(*answer.pictures[0].likeness, 1);
  EXPECT_EQ(names(search.search({.tags = {{"solo"}}, .similar_to = {1, 0}, .order = StoreOrder::kLikeness})),
            "cb");
  EXPECT_EQ(search.features(hash('b')), (std::vector<float>{0, 1}));
}

TEST_F(StoreSearchTest, DescribesPicturesAndCountsTheirTags) {
  const StoreAnswer answer =
      StoreSearch(file_, "mini").search({.tags = {{"wolf"}}, .order = StoreOrder::kScore});
  EXPECT_EQ(answer.pictures[0].width, 30);
  EXPECT_FLOAT_EQ(*answer.pictures[0].score, 0.9F);
  EXPECT_EQ(answer.pictures[1].tags.size(), 3u);
  EXPECT_EQ(answer.pictures[1].tags[0].index, 1);
  ASSERT_EQ(answer.frequent.size(), 3u);
  EXPECT_EQ(answer.frequent[0].index, 0);
  EXPECT_EQ(answer.frequent[0].count, 2);
}

TEST_F(StoreSearchTest, ReportsUnknownTagsAndModels) {
  StoreSearch search(file_, "mini");
  expect_error(ErrorKind::kNotFound, "no tag fox", [&] { search.search({.tags = {{"fox"}}}); });
  expect_error(ErrorKind::kNotFound, "scored by pilot", [&] { StoreSearch(file_, "pilot").search({}); });
  expect_error(ErrorKind::kNotFound, "none.sqlite", [&] { StoreSearch(folder_ / "none.sqlite", "mini"); });
}

TEST_F(StoreSearchTest, TheRouteGivesNamesWithoutFolders) {
  RunningServer server({.store = file_});
  const Json model = Json::parse(get(server.port(), "/api/v1/model").body);
  EXPECT_EQ(model["store"]["pictures"], 3);
  EXPECT_EQ(model["abilities"]["search"], true);
  const Answer answer =
      post_json(server.port(), "/api/v1/search", R"({"tags":[{"tag":"wolf","above":0.3}],"limit":1})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json json = Json::parse(answer.body);
  EXPECT_EQ(json["total"], 2);
  EXPECT_EQ(json["pictures"][0]["name"], "a.png");
  EXPECT_EQ(answer.body.find("/pictures"), std::string::npos);
  const Json similar = {{"similar_to", hash('c')}};
  EXPECT_EQ(
      Json::parse(post_json(server.port(), "/api/v1/search", similar.dump()).body)["pictures"][0]["name"],
      "c.png");
  EXPECT_EQ(post_json(server.port(), "/api/v1/search", R"({"tags":[{"tag":"fox"}]})").status, 404);
  EXPECT_EQ(post_json(server.port(), "/api/v1/search", R"({"similar_to":"x"})").status, 404);
  for (const char* body :
       {R"({"tags":{}})", R"({"tags":[{}]})", R"({"limit":0})", R"({"order":"score"})", R"({"offset":-1})"}) {
    EXPECT_EQ(post_json(server.port(), "/api/v1/search", body).status, 400) << body;
  }
}

}  // namespace
}  // namespace jtp::test
