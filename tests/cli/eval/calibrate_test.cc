// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "jtp/review/verdict_log.h"
#include "tests/cli/eval/labelled_fixture.h"
#include "tests/review/small_review.h"

namespace jtp::test {
namespace {

std::string golden_predictions() { return (golden_dir() / "eval" / "data.safetensors").string(); }

Outcome calibrate(const Arguments& more) {
  Arguments arguments = {"calibrate"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_jtp(arguments);
}

TEST(Calibrate, WritesATableForTheOtherCommands) {
  const LabelledFixture fixture(30);
  ASSERT_EQ(run_jtp(tag_quietly({"--store", fixture.store(), fixture.pictures()})).code, 0);
  const std::string table = (fixture / "thresholds.csv").string();
  const Outcome outcome =
      calibrate({"--set", fixture.set(), "--pictures", fixture.pictures(), "--store", fixture.store(),
                 "--shrink", "0", "--criterion", "recall=0.5", "-o", table});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("30 pictures, 192 tags"), std::string::npos) << outcome.err;
  EXPECT_EQ(lines_of(read_text(table)).size(), 193U);
  const Outcome evaluated = fixture.run({"--store", fixture.store(), "--thresholds", table});
  EXPECT_EQ(evaluated.code, 0) << evaluated.err;
  const Outcome tagged =
      run_jtp(tag_quietly({"--thresholds", table, "--no-store", (fixture / "pictures/1.bmp").string()}));
  EXPECT_EQ(tagged.code, 0) << tagged.err;
  const Outcome exported = run_jtp(
      {"export", "--store", fixture.store(), "--thresholds", table, "--format", "jsonl", fixture.pictures()});
  EXPECT_EQ(exported.code, 0) << exported.err;
}

TEST(Calibrate, ChoosesOneThresholdForAllTags) {
  const Outcome outcome =
      calibrate({"--predictions", golden_predictions(), "--by", "global", "--omission", "0"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 41U);
  EXPECT_EQ(lines[0], "tag,threshold,metric,labels,basis");
  const auto value = [](const std::string& line) {
    const auto begin = line.find(',') + 1;
    return line.substr(begin, line.find(',', begin) - begin);
  };
  for (const std::string& line : std::vector(lines.begin() + 1, lines.end()))
    EXPECT_EQ(value(line), value(lines[1]));
}

TEST(Calibrate, ReadsGridsOfOtherPrograms) {
  const TemporaryFolder folder;
  write_text(folder / "grid.csv",
             "tag,threshold,tp,fp,tn,fn\nanimal,0.25,40,60,890,10\nanimal,0.5,30,5,945,20\nanimal,0.75,5,1,"
             "949,45\n");
  const Outcome outcome = calibrate({"--model", "mini", "--grid", (folder / "grid.csv").string(),
                                     "--criterion", "f1", "--shrink", "0", "--omission", "0"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_TRUE(lines[1].starts_with("animal,0.7")) << "the highest below 0.75: " << lines[1];
  EXPECT_EQ(calibrate({"--model", "mini", "--grid", (folder / "none.csv").string()}).code, 1);
}

TEST(Calibrate, UsesTheAnswersOfAReview) {
  const TemporaryFolder folder;
  const std::string file = (folder / "wolf.review").string();
  write_review(file, small_plan(49));
  const Arguments arguments = {"--verdicts", file, "--criterion", "f1", "--shrink", "0"};
  EXPECT_EQ(calibrate(arguments).code, 1) << "nothing is answered yet";
  {
    VerdictLog log(file);
    for (int question = 0; question < 48; ++question) {
      const bool high = log.review().plan.questions[static_cast<std::size_t>(question)].band == 2;
      log.add(answer_to(question, high ? ReviewVerdict::kYes : ReviewVerdict::kNo));
    }
  }
  const Outcome outcome = calibrate(arguments);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("48 answers about 2 tags of 500 pictures"), std::string::npos) << outcome.err;
  const auto lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 3U);
  // The yes answers scored 0.6, the no answers at most 0.3, so it is the highest step of the grid below 0.6.
  EXPECT_TRUE(lines[1].starts_with("wolf,0.5")) << lines[1];
  EXPECT_TRUE(lines[2].starts_with("red_fur,0.5")) << lines[2];
}

TEST(Calibrate, RefusesReviewsThatMeasureNothing) {
  const TemporaryFolder folder;
  const std::string file = (folder / "all.review").string();
  write_review(file, small_diverse_plan());
  EXPECT_EQ(calibrate({"--verdicts", file}).code, 2);
}

TEST(Calibrate, RefusesImpossibleOptions) {
  EXPECT_EQ(calibrate({"--verdicts", "a", "--grid", "b"}).code, 2);
  EXPECT_EQ(calibrate({}).code, 2);
  EXPECT_EQ(calibrate({"--predictions", golden_predictions(), "--criterion", "best"}).code, 2);
  EXPECT_EQ(
      calibrate({"--predictions", golden_predictions(), "--criterion", "tags=3", "--by", "category"}).code,
      2);
}

}  // namespace
}  // namespace jtp::test
