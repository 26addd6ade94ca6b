// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/cli/eval/labelled_fixture.h"

namespace jtp::test {
namespace {

using Json = nlohmann::json;

std::string golden(const std::string& name) { return (golden_dir() / "eval" / name).string(); }

// Everything in `expected` must also be in `found`; numbers to 1e-12.
void expect_contains(const Json& found, const Json& expected, const std::string& where) {
  if (expected.is_object()) {
    for (const auto& [key, value] : expected.items()) {
      ASSERT_TRUE(found.contains(key)) << where << " lacks " << key;
      expect_contains(found[key], value, where + "/" + key);
    }
  } else if (expected.is_array()) {
    ASSERT_EQ(found.size(), expected.size()) << where;
    for (std::size_t i = 0; i < expected.size(); ++i)
      expect_contains(found[i], expected[i], where + "/" + std::to_string(i));
  } else if (expected.is_number_float()) {
    ASSERT_TRUE(found.is_number()) << where;
    EXPECT_NEAR(found.get<double>(), expected.get<double>(), 1e-12) << where;
  } else {
    EXPECT_EQ(found, expected) << where;
  }
}

TEST(Eval, GivesTheGoldenMetricsUnderTheirNames) {
  Json expected = Json::parse(read_text(golden("expected.json")));
  for (const char* key : {"about", "special_tags", "data_sha256"}) expected.erase(key);
  const Json thresholds = expected["at_threshold"];
  expected.erase("at_threshold");
  for (const auto& [threshold, at] : thresholds.items()) {
    const Outcome outcome =
        run_jtp({"eval", "--predictions", golden("data.safetensors"), "--threshold", threshold, "--json"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const Json found = Json::parse(outcome.out);
    expect_contains(found["at_threshold"], Json{{threshold, at}}, "at_threshold");
    // If a tag has no best threshold, the reference uses 0.2.
    if (threshold == "0.2") expect_contains(found, expected, "");
  }
}

TEST(Eval, ShowsATableACardAndARowPerTag) {
  const TemporaryFolder folder;
  const Outcome outcome = run_jtp({"eval", "--predictions", golden("data.safetensors"), "--omission", "0.2",
                                   "--csv", (folder / "tags.csv").string()});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("500 pictures, 40 tags"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("0.576"), std::string::npos) << "macro informedness: " << outcome.out;
  EXPECT_EQ(lines_of(read_text(folder / "tags.csv")).size(), 41U);
  const Outcome card = run_jtp({"eval", "--predictions", golden("data.safetensors"), "--card"});
  EXPECT_TRUE(card.out.starts_with("## Evaluation\n")) << card.out;
  EXPECT_NE(card.out.find("### Limits"), std::string::npos);
}

TEST(Eval, RefusesContradictoryOptions) {
  EXPECT_EQ(run_jtp({"eval"}).code, 2);
  EXPECT_EQ(run_jtp({"eval", "--predictions", golden("data.safetensors"), "--set", "x"}).code, 2);
  EXPECT_EQ(run_jtp({"eval", "--predictions", golden("data.safetensors"), "--omission", "1"}).code, 2);
  EXPECT_EQ(run_jtp({"eval", "--predictions", golden("expected.json")}).code, 1);
}

// The scores of the store and of the network give the same figures.
TEST(Eval, UsesScoresOfTheStoreOrTheNetwork) {
  const LabelledFixture fixture(12);
  const Json run = fixture.eval({"--run", "--model", "mini", "--precision", "f32"});
  EXPECT_EQ(run["images"], 12);
  ASSERT_EQ(run_jtp(tag_quietly({"--store", fixture.store(), "--precision", "f32", fixture.pictures()})).code,
            0);
  const Json stored = fixture.eval({"--store", fixture.store()});
  EXPECT_EQ(stored["at_threshold"], run["at_threshold"]);
  EXPECT_EQ(stored["images"], 12);
  EXPECT_EQ(stored["suspicious"]["missing"][0], run["suspicious"]["missing"][0]);
  EXPECT_NEAR(stored["lowest_score"].get<double>(), 0.005, 1e-6);
}

TEST(Eval, FindsPicturesInArchives) {
  const LabelledFixture fixture(12);
  const Json files = fixture.eval({"--run", "--model", "mini"});
  fixture.pack();
  const std::string page = (fixture / "report.html").string();
  const Json members = fixture.eval({"--run", "--model", "mini", "--html", page});
  EXPECT_EQ(members["images"], 12);
  EXPECT_EQ(members["at_threshold"], files["at_threshold"]);
  EXPECT_NE(read_text(page).find("data:image/jpeg;base64,"), std::string::npos);
}

TEST(Eval, UsesATruthTableAndSelectedPosts) {
  const LabelledFixture fixture(12);
  ASSERT_EQ(run_jtp(tag_quietly({"--store", fixture.store(), fixture.pictures()})).code, 0);
  write_text(fixture / "truth.csv", "post_id,tags\n1,\"bird animal\"\n2,\n99,animal\n");
  const Json truth = fixture.eval({"--store", fixture.store(), "--truth", (fixture / "truth.csv").string()});
  EXPECT_EQ(truth["images"], 2);
  const auto& micro = truth["at_threshold"]["0.2"]["micro"];
  EXPECT_EQ(micro["tp"].get<int>() + micro["fn"].get<int>(), 2);
  write_text(fixture / "posts.csv", "post_id\n3\n4\n5\n");
  EXPECT_EQ(fixture.eval({"--store", fixture.store(), "--posts", (fixture / "posts.csv").string()})["images"],
            3);
  write_text(fixture / "none.csv", "post_id\n");
  const Outcome none = fixture.run({"--store", fixture.store(), "--posts", (fixture / "none.csv").string()});
  EXPECT_EQ(none.code, 1);
  EXPECT_NE(none.err.find("no labelled picture has scores"), std::string::npos) << none.err;
}

TEST(Eval, WritesASelfContainedPage) {
  const LabelledFixture fixture(6);
  const std::string page = (fixture / "report.html").string();
  const Outcome outcome = fixture.run({"--run", "--model", "mini", "--html", page});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const std::string html = read_text(page);
  EXPECT_TRUE(html.starts_with("<!doctype html>"));
  for (const char* part : {"macro informedness", "Labels that seem to be missing", "data:image/jpeg;base64,",
                           "How often a score is right", "color_red", "1.bmp"})
    EXPECT_NE(html.find(part), std::string::npos) << part;
  EXPECT_EQ(html.find("http:"), std::string::npos);
  EXPECT_EQ(html.find("https:"), std::string::npos);
}

TEST(Eval, ComparesTwoSavedEvaluations) {
  const TemporaryFolder folder;
  const auto save = [&](const std::string& name, const std::string& threshold) {
    const std::string file = (folder / name).string();
    EXPECT_EQ(run_jtp({"eval", "--predictions", golden("data.safetensors"), "--threshold", threshold,
                       "--save", file})
                  .code,
              0);
    return file;
  };
  const std::string low = save("low", "0.2"), high = save("high", "0.5");
  const Json json = Json::parse(run_jtp({"eval", "--compare", low, high, "--json"}).out);
  EXPECT_NEAR(json["micro"]["tpr"]["before"].get<double>(), 0.8244877807948655, 1e-12);
  EXPECT_NEAR(json["micro"]["tpr"]["after"].get<double>(), 0.7042705504813627, 1e-12);
  EXPECT_EQ(json["micro"]["tpr"]["more_than_noise"], true);
  EXPECT_FALSE(json["changed"].empty());
  const Outcome same = run_jtp({"eval", "--compare", low, low});
  EXPECT_EQ(same.code, 0) << same.err;
  EXPECT_NE(same.out.find("0 tags changed by more than noise"), std::string::npos) << same.out;
  EXPECT_EQ(run_jtp({"eval", "--compare", low, golden("data.safetensors")}).code, 1);
  EXPECT_EQ(run_jtp({"eval", "--compare", low, high, "--card"}).code, 2);
}

}  // namespace
}  // namespace jtp::test
