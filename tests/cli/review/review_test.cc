// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "jtp/review/text.h"
#include "jtp/review/verdict_log.h"
#include "tests/cli/export/export_fixture.h"
#include "tests/cli/program.h"

namespace jtp::test {
namespace {

using Json = nlohmann::json;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class ReviewCommand : public ::testing::Test {
 protected:
  std::string path(std::string_view name) const { return (folder_ / name).string(); }

  Outcome make(const std::string& name, Arguments more) const {
    Arguments arguments = {"review", "new", "-o", path(name), "--store", path("scores.sqlite")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_jtp(arguments);
  }

  // Answers every question with yes if the score is above `limit`, otherwise with no.
  void answer_all(const std::string& name, float limit) const {
    VerdictLog log(path(name));
    for (std::size_t q = 0; q < log.review().plan.questions.size(); ++q) {
      const bool is_there = log.review().plan.questions[q].score > limit;
      log.add({.reviewer = "anna",
               .time = 1,
               .verdicts = {{static_cast<int>(q), is_there ? ReviewVerdict::kYes : ReviewVerdict::kNo}}});
    }
  }

  TemporaryFolder folder_;
};

const Arguments kMini = {"--model", "mini", "--precision", "f32", "--threads", "1"};

TEST_F(ReviewCommand, ScoresAFolderAsksAndReports) {
  std::filesystem::create_directory(path("pictures"));
  draw_pictures(path("pictures"), 40);
  Arguments arguments = kMini;
  arguments.insert(arguments.end(), {"--size", "20", path("pictures")});
  const Outcome made = make("r.jsonl", arguments);
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_TRUE(has(made.err, "40 pictures with scores, 0 failed")) << made.err;
  EXPECT_TRUE(has(made.err, "20 questions about ")) << made.err;
  EXPECT_EQ(read_review(path("r.jsonl")).plan.population, 40);
  EXPECT_TRUE(has(run_jtp({"review", "report", path("r.jsonl")}).out, "0 of 18 questions answered"));

  answer_all("r.jsonl", 0.2F);
  const Outcome report = run_jtp({"review", "report", path("r.jsonl")});
  EXPECT_EQ(report.code, 0) << report.err;
  EXPECT_TRUE(has(report.out, "18 of 18 questions answered")) << report.out;
  EXPECT_TRUE(has(report.out, "asked twice  2 of 2 the same")) << report.out;
  const Json json = Json::parse(run_jtp({"review", "report", "--json", path("r.jsonl")}).out);
  EXPECT_EQ(json["all"]["right"]["point"], 1.0);
  EXPECT_EQ(json["all"]["overlooked"]["point"], 0.0);

  const Outcome again = make("r.jsonl", {});
  EXPECT_EQ(again.code, 2);
  EXPECT_TRUE(has(again.err, "never overwritten")) << again.err;
}

TEST_F(ReviewCommand, ReviewsADiverseSample) {
  std::filesystem::create_directory(path("pictures"));
  draw_pictures(path("pictures"), 12);
  Arguments arguments = kMini;
  arguments.insert(arguments.end(), {"--sample", "diverse", "--size", "3", path("pictures")});
  const Outcome made = make("look.jsonl", arguments);
  ASSERT_EQ(made.code, 0) << made.err;
  const Review review = read_review(path("look.jsonl"));
  EXPECT_EQ(review.plan.kind, ReviewKind::kDiverse);
  EXPECT_LE(review.plan.pictures.size(), 3U);
  EXPECT_TRUE(has(run_jtp({"review", "report", path("look.jsonl")}).out, "gives no figures"));
  const Outcome thresholds = run_jtp({"review", "thresholds", path("look.jsonl")});
  EXPECT_EQ(thresholds.code, 2);
  EXPECT_TRUE(has(thresholds.err, "a diverse sample gives no thresholds")) << thresholds.err;
  EXPECT_EQ(make("x.jsonl", {"--sample", "diverse", "--tags", "circle"}).code, 2);
}

TEST_F(ReviewCommand, NamesFaults) {
  EXPECT_EQ(run_jtp({"review", "report", path("none.jsonl")}).code, 1);
  EXPECT_EQ(make("r.jsonl", {}).code, 1);  // no store
  EXPECT_EQ(make("r.jsonl", {"--size", "0"}).code, 2);
  EXPECT_EQ(make("r.jsonl", {"--threshold", "1"}).code, 2);
  EXPECT_EQ(run_jtp({"review", "open"}).code, 2);
  EXPECT_EQ(run_jtp({"review", "open", "--port", "0"}).code, 2);
  EXPECT_TRUE(has(run_jtp({"review", "open", "--help"}).out, "jtp review open FILE"));
  write_text(path("bad.jsonl"), "{}\n{}\n");
  const Outcome bad = run_jtp({"review", "verdicts", path("bad.jsonl")});
  EXPECT_EQ(bad.code, 1);
  EXPECT_TRUE(has(bad.err, "bad.jsonl:1: record is missing")) << bad.err;
}

// A review of wolf, red_fur and solo in the pictures of an ExportFixture.
ReviewPlan plan_of(const ExportFixture& f, const std::vector<std::string>& names) {
  ReviewPlan plan{.kind = ReviewKind::kDiverse, .model = "toy@aaaa"};
  plan.tags = {{"wolf", TagCategory::kSpecies, {}}, {"red_fur", TagCategory::kGeneral, {}}, {"solo", {}, {}}};
  for (const std::string& name : names) {
    const int picture = static_cast<int>(plan.pictures.size());
    plan.pictures.push_back({{sha256_hex(as_bytes("picture " + name)), 1, 1}, (f / name).string()});
    for (int tag = 0; tag < 3; ++tag)
      plan.questions.push_back({.picture = picture, .tag = tag, .score = 0.5F});
  }
  return plan;
}

TEST(ExportVerdicts, KeepsConfirmedTagsAndDropsRejectedOnes) {
  ExportFixture f;
  f.add("a.png", {0.9F, 0.5F, 0.1F});
  f.add("b.png", {0.9F, 0.5F, 0.1F});
  f.run({});
  EXPECT_EQ(f.text("a.txt"), "wolf, red fur\n");
  const TemporaryFolder folder;
  const std::string file = (folder / "r.jsonl").string();
  write_review(file, plan_of(f, {"a.png"}));
  VerdictLog(file).add(
      {.reviewer = "anna",
       .time = 1,
       .verdicts = {{0, ReviewVerdict::kNo}, {1, ReviewVerdict::kYes}, {2, ReviewVerdict::kYes}},
       .picture = 0,
       .missed = {">_<", "not a tag of this model"}});
  for (int run = 0; run < 2; ++run) {
    EXPECT_EQ(f.run({"--verdicts", file}).code, 0);
    EXPECT_EQ(f.text("a.txt"), "red fur, solo, >_<\n");  // the rejected tag does not come back
    EXPECT_EQ(f.text("b.txt"), "wolf, red fur\n");
  }
  f.run({"--verdicts", file, "--threshold", "0.95"});
  EXPECT_EQ(f.text("a.txt"), "red fur, solo, >_<\n");
  f.run({"--verdicts", file, "--category", "species"});
  EXPECT_FALSE(std::filesystem::exists(f / "a.txt"));  // options that exclude tags still do
  const Outcome table = f.run_plainly({"--verdicts", file, "--format", "jsonl", (f / "a.png").string()});
  EXPECT_TRUE(has(table.out, "\"solo\"")) << table.out;
  EXPECT_FALSE(has(table.out, "\"wolf\"")) << table.out;
}

TEST(ExportVerdicts, UsesTheLaterOfTwoReviews) {
  ExportFixture f;
  f.add("a.png", {0.9F, 0.5F, 0.1F});
  const TemporaryFolder folder;
  Arguments reviews;
  for (const auto& [name, verdict] :
       {std::pair("1", ReviewVerdict::kNo), std::pair("2", ReviewVerdict::kYes)}) {
    const std::string file = (folder / name).string();
    write_review(file, plan_of(f, {"a.png"}));
    VerdictLog(file).add({.reviewer = "anna", .time = 1, .verdicts = {{0, verdict}}, .picture = 0});
    reviews.push_back(file);
  }
  f.run({"--verdicts", reviews[0] + "," + reviews[1]});
  EXPECT_EQ(f.text("a.txt"), "wolf, red fur\n");
  f.run({"--verdicts", reviews[1] + "," + reviews[0]});
  EXPECT_EQ(f.text("a.txt"), "red fur\n");
  EXPECT_NE(f.run({"--verdicts", (folder / "none").string()}).code, 0);
}

}  // namespace
}  // namespace jtp::test
