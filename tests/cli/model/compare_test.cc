// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/program.h"
#include "tests/support/draw.h"

namespace jtp::test {
namespace {

using Json = nlohmann::json;

Arguments compare(Arguments more) {
  Arguments all = {"compare", "--model", "mini"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

// The differences match the scores of `jtp tag`.
TEST(Compare, AgreesWithTheScoresOfTag) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  const auto scores = [&](const std::string& precision) {
    const Outcome outcome =
        run_jtp(tag_quietly({"--jsonl", "--all-scores", "--precision", precision, folder.path()}));
    std::map<std::string, double> by_name;
    const Json record = Json::parse(outcome.out);
    for (const Json& tag : record["tags"]) by_name[tag["name"]] = tag["score"];
    return by_name;
  };
  const Outcome outcome = run_jtp(compare({"--json", "--threshold", "0.1", folder.path()}));
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json report = Json::parse(outcome.out);
  EXPECT_EQ(report["reference"], "f32");
  EXPECT_EQ(report["other"], "int8");
  EXPECT_EQ(report["pictures"], 1);

  const auto f32 = scores("f32"), int8 = scores("int8");
  ASSERT_EQ(f32.size(), 192u);
  double worst = 0, sum = 0;
  int chosen = 0, flips = 0;
  for (const auto& [name, score] : f32) {
    worst = std::max(worst, std::abs(score - int8.at(name)));
    sum += std::abs(score - int8.at(name));
    if (score > 0.1) ++chosen;
    if ((score > 0.1) != (int8.at(name) > 0.1)) ++flips;
  }
  EXPECT_GT(worst, 0);
  EXPECT_NEAR(report["max_difference"], worst, 1e-6);
  EXPECT_NEAR(report["mean_difference"], sum / 192, 1e-6);
  EXPECT_EQ(report["chosen"], chosen);
  EXPECT_EQ(report["flips"], flips);
  const Json& pair = report["worst"];
  EXPECT_NEAR(pair["reference"], f32.at(pair["tag"]), 1e-6);
  EXPECT_NEAR(pair["other"], int8.at(pair["tag"]), 1e-6);
}

TEST(Compare, PrintsASummaryInWords) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 3);
  const Outcome outcome = run_jtp(compare({"--precision", "bf16", folder.path()}));
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto lines = lines_of(outcome.out);
  EXPECT_TRUE(lines.front().starts_with("bf16 against f32: 3 pictures, mini@")) << lines.front();
  EXPECT_TRUE(lines.back().starts_with("verdict")) << lines.back();
  EXPECT_NE(outcome.out.find("times as fast"), std::string::npos);
}

TEST(Compare, StopsAtTheLimitAndContinuesAfterABadPicture) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 5);
  write_text(folder / "0001.bmp", "broken");
  const Outcome outcome = run_jtp(compare({"--json", "--limit-pictures", "3", folder.path()}));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("0001.bmp"), std::string::npos) << outcome.err;
  EXPECT_EQ(Json::parse(outcome.out)["pictures"], 3);
  EXPECT_EQ(Json::parse(outcome.out)["failed"], 1);
}

TEST(Compare, NeedsAPicture) {
  const TemporaryFolder folder;
  const Outcome outcome = run_jtp(compare({folder.path()}));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("no picture"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace jtp::test
