// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "jtp/base/digest.h"
#include "jtp/image/decode.h"
#include "jtp/review/text.h"
#include "jtp/review/verdict_log.h"
#include "jtp/serve/review/desk.h"
#include "jtp/store/features.h"
#include "tests/serve/client.h"
#include "tests/serve/running_server.h"
#include "tests/support/files.h"

namespace jtp::test {
namespace {

using Json = nlohmann::json;

// A grey BMP of 2 x 1 pixels.
std::string small_bmp() {
  std::string bytes = "BM";
  const auto add = [&](std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i));
  };
  for (const std::uint32_t value : {62U, 0U, 54U, 40U, 2U, 1U}) add(value, 4);
  add(1, 2);
  add(24, 2);
  for (int i = 0; i < 6; ++i) add(0, 4);
  return bytes + std::string(6, '\x80') + std::string(2, '\0');
}

// Reviews of files in a folder of their own.
class ReviewTest : public ::testing::Test {
 protected:
  // A picture of the plan with the content that it has when it is shown, and the one that was scored.
  void add_picture(const std::string& name, const std::string& content, const std::string& scored) {
    write_text(folder_ / name, content);
    plan_.pictures.push_back({{sha256_hex(as_bytes(scored)), 2, 1}, (folder_ / name).string()});
  }

  void add_question(int picture, int tag) {
    plan_.questions.push_back({.picture = picture, .tag = tag, .score = 0.4242F, .band = 1});
  }

  // Two tags, four questions about the first picture.
  void make_measured() {
    plan_.bands = {0.05F, 0.2F};
    plan_.tags = {{"wolf", TagCategory::kSpecies, {5, 5}}, {"red_fur", TagCategory::kGeneral, {5, 5}}};
    const std::string bear = example("bear.png");
    add_picture("bear.png", bear, bear);
    for (int i = 0; i < 4; ++i) add_question(0, i % 2);
  }

  ServerOptions options() const {
    ServerOptions options;
    options.review = ReviewPlace{.file = file_, .reviewer = "anna"};
    return options;
  }

  static Json state_of(const Answer& answer) {
    EXPECT_EQ(answer.status, 200) << answer.body;
    return Json::parse(answer.body);
  }

  static Answer say(int port, int question, const std::string& verdict) {
    const Json json = {{"verdicts", {{{"question", question}, {"verdict", verdict}}}}};
    return post_json(port, "/api/v1/review/answer", json.dump());
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "review.jsonl";
  ReviewPlan plan_{.model = "mini@0123", .model_sha256 = std::string(64, 'a')};
};

TEST_F(ReviewTest, AsksInOrderKeepsAnswersAndTakesThemBack) {
  make_measured();
  write_review(file_, plan_);
  const RunningServer server(options());
  Json state = state_of(get(server.port(), "/api/v1/review"));
  EXPECT_EQ(state["reviewer"], "anna");
  EXPECT_EQ(state["open"]["items"], 4);
  EXPECT_EQ(state["open"]["at"], 0);
  EXPECT_EQ(state["open"]["ask"]["questions"][0]["name"], "wolf");
  EXPECT_EQ(state["open"]["can_undo"], false);
  state = state_of(say(server.port(), 0, "yes"));
  EXPECT_EQ(state["open"]["at"], 1);
  EXPECT_EQ(state["open"]["ask"]["questions"][0]["category"], "general");
  EXPECT_EQ(read_review(file_).answers.size(), 1U);
  EXPECT_EQ(read_review(file_).answers[0].reviewer, "anna");
  state = state_of(say(server.port(), 1, "unsure"));
  state = state_of(post(server.port(), "/api/v1/review/undo", {}, ""));
  EXPECT_EQ(state["open"]["at"], 1);
  for (int i = 1; i < 4; ++i) state = state_of(say(server.port(), i, "no"));
  EXPECT_EQ(state["open"]["at"], 4);
  EXPECT_EQ(state["open"]["ask"], nullptr);
  EXPECT_EQ(state["open"]["trail"].size(), 4U);
  EXPECT_EQ(state["open"]["trail"][1]["share"], nullptr);
  EXPECT_NE(state["open"]["trail"][3]["share"], nullptr);
  const Json report = state_of(get(server.port(), "/api/v1/review/report"));
  EXPECT_EQ(report["yes"], 1);
  EXPECT_EQ(report["all"]["right"]["point"], 0.25);
}

TEST_F(ReviewTest, RevealsNeitherScoresNorPaths) {
  make_measured();
  write_review(file_, plan_);
  const RunningServer server(options());
  for (const char* target : {"/api/v1/review", "/api/v1/review/report"}) {
    const std::string body = get(server.port(), target).body;
    EXPECT_EQ(body.find("0.4242"), std::string::npos) << body;
    EXPECT_EQ(body.find(folder_.path().string()), std::string::npos) << body;
  }
}

TEST_F(ReviewTest, ServesOnlyPicturesOfTheReview) {
  const std::string bear = example("bear.png");
  plan_.kind = ReviewKind::kDiverse;
  add_picture("0.png", bear, bear);
  add_picture("1.bmp", small_bmp(), small_bmp());
  add_picture("2.png", bear + "changed", bear);
  add_picture("3.png", "no picture", "no picture");
  add_picture("4.png", bear, bear);
  std::filesystem::remove(folder_ / "4.png");
  plan_.pictures.push_back({{sha256_hex(as_bytes("")), 1, 1}, folder_.path().string()});
  write_review(file_, plan_);
  const RunningServer server(options());
  const auto fetch = [&](const std::string& number) {
    return get(server.port(), "/api/v1/review/picture?number=" + number);
  };
  EXPECT_EQ(fetch("0").body, bear);
  EXPECT_EQ(fetch("0").headers.at("content-type"), "image/png");
  EXPECT_EQ(fetch("0").headers.at("x-content-type-options"), "nosniff");
  const Answer bmp = fetch("1");
  EXPECT_EQ(bmp.headers.at("content-type"), "image/png");
  EXPECT_EQ(decode_image(as_bytes(bmp.body)).rgba, decode_image(as_bytes(small_bmp())).rgba);
  for (const char* gone : {"2", "3", "4", "5"}) {
    const Answer answer = fetch(gone);
    EXPECT_EQ(answer.status, 404) << gone;
    EXPECT_EQ(Json::parse(answer.body)["error"]["code"], "picture_gone");
    EXPECT_EQ(answer.body.find(folder_.path().string()), std::string::npos);
  }
  for (const char* wrong : {"6", "-1", "1e9", "", "../0", "0x1"})
    EXPECT_EQ(fetch(wrong).status, 400) << wrong;
  EXPECT_EQ(get(server.port(), "/api/v1/review/picture").status, 400);
}

TEST_F(ReviewTest, RefusesAnswersThatDoNotBelongToTheReview) {
  make_measured();
  write_review(file_, plan_);
  const RunningServer server(options());
  for (const char* body :
       {"{}", R"({"verdicts":3})", R"({"verdicts":[3]})", R"({"verdicts":[{"verdict":"yes"}]})",
        R"({"verdicts":[{"question":4,"verdict":"yes"}]})",
        R"({"verdicts":[{"question":0.5,"verdict":"yes"}]})",
        R"({"verdicts":[{"question":0,"verdict":"perhaps"}]})", R"({"picture":1})",
        R"({"picture":0,"missed":[3]})"}) {
    EXPECT_EQ(post_json(server.port(), "/api/v1/review/answer", body).status, 400) << body;
  }
  EXPECT_TRUE(read_review(file_).answers.empty());
}

TEST_F(ReviewTest, TakesVerdictsOnAWholePicture) {
  plan_.kind = ReviewKind::kDiverse;
  plan_.tags = {{"wolf", TagCategory::kSpecies, {}}, {"red_fur", TagCategory::kGeneral, {}}};
  const std::string bear = example("bear.png");
  add_picture("a.png", bear, bear);
  add_picture("b.png", bear, bear);
  for (int i = 0; i < 3; ++i) add_question(i / 2, i % 2);
  write_review(file_, plan_);
  const RunningServer server(options());
  Json state = state_of(get(server.port(), "/api/v1/review"));
  EXPECT_EQ(state["open"]["ask"]["questions"].size(), 2U);
  EXPECT_EQ(state["open"]["next"], 1);
  state = state_of(post_json(server.port(), "/api/v1/review/answer",
                             R"({"picture":0,"verdicts":[{"question":0,"verdict":"yes"},
                                 {"question":1,"verdict":"no"}],"missed":["solo"]})"));
  EXPECT_EQ(state["open"]["at"], 1);
  const Json report = state_of(get(server.port(), "/api/v1/review/report"));
  EXPECT_EQ(report["wrong"][0]["tag"], "red_fur");
  EXPECT_EQ(report["missed"][0]["tag"], "solo");
  EXPECT_EQ(report["all"]["right"], nullptr);
  const Answer table = get(server.port(), "/api/v1/review/verdicts");
  EXPECT_NE(table.body.find("red_fur,no\n"), std::string::npos) << table.body;
  EXPECT_EQ(table.headers.at("content-type"), "text/csv; charset=utf-8");
}

TEST_F(ReviewTest, RefusesWithoutAReview) {
  const RunningServer none;
  for (const char* target : {"/api/v1/review", "/api/v1/review/report", "/api/v1/review/picture?number=0"}) {
    const Answer answer = get(none.port(), target);
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(Json::parse(answer.body)["error"]["code"], "no_review");
  }
  EXPECT_EQ(Json::parse(get(none.port(), "/api/v1/model").body)["abilities"]["review"], false);
  const RunningServer unbegun(options());
  const Json state = state_of(get(unbegun.port(), "/api/v1/review"));
  EXPECT_EQ(state["open"], nullptr);
  EXPECT_EQ(state["can_begin"], false);
  EXPECT_EQ(get(unbegun.port(), "/api/v1/review/report").status, 400);
  EXPECT_EQ(Json::parse(post_json(unbegun.port(), "/api/v1/review/begin", "{}").body)["error"]["code"],
            "no_store");
}

TEST_F(ReviewTest, BeginsFromTheStore) {
  const std::string bear = example("bear.png");
  write_text(folder_ / "bear.png", bear);
  {
    ScoreStore store(folder_ / "scores.sqlite");
    const ScorerId scorer =
        store.add_scorer({std::string(64, 'e'), "f32", ""}, "mini",
                         Vocabulary({"wolf", "solo"}, std::vector(2, TagCategory::kGeneral)));
    const std::string hash = sha256_hex(as_bytes(bear));
    store.put(scorer, {hash, 30, 20}, std::vector{0.3F, 0.6F}, KeptScores::kFromFloor);
    store.put_file(*stamp_file(folder_ / "bear.png"), hash);
  }
  ServerOptions with_store = options();
  with_store.store = folder_ / "scores.sqlite";
  const RunningServer server(with_store);
  EXPECT_EQ(state_of(get(server.port(), "/api/v1/review"))["can_begin"], true);
  const Answer diverse = post_json(server.port(), "/api/v1/review/begin", R"({"kind":"diverse"})");
  EXPECT_EQ(diverse.status, 404);  // the store has no features
  EXPECT_EQ(Json::parse(diverse.body)["error"]["code"], "nothing_to_review");
  EXPECT_EQ(post_json(server.port(), "/api/v1/review/begin", R"({"size":0})").status, 400);
  EXPECT_EQ(post_json(server.port(), "/api/v1/review/begin", R"({"kind":"odd"})").status, 400);
  const Json state = state_of(post_json(server.port(), "/api/v1/review/begin", R"({"size":10})"));
  EXPECT_EQ(state["open"]["items"], 3);  // both tags, and one of them once more
  EXPECT_EQ(get(server.port(), "/api/v1/review/picture?number=0").body, bear);
  EXPECT_EQ(post_json(server.port(), "/api/v1/review/begin", "{}").status, 400);
  EXPECT_GT(read_review(file_).plan.created, 1'700'000'000);
}

TEST_F(ReviewTest, AnswersManyAtOnce) {
  make_measured();
  for (int i = 4; i < 64; ++i) add_question(0, i % 2);
  write_review(file_, plan_);
  ReviewDesk desk({.file = file_, .reviewer = "anna"});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&desk, t] {
      for (int i = t; i < 64; i += 4) {
        desk.answer({.verdicts = {{i, ReviewVerdict::kYes}}});
        EXPECT_GE(desk.review()->answers.size(), 1U);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(read_review(file_).answers.size(), 64U);
  EXPECT_EQ(open_item(*desk.review(), "anna"), std::nullopt);
  EXPECT_EQ(open_item(*desk.review(), "ben"), 0);
}

}  // namespace
}  // namespace jtp::test
