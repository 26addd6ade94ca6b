// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace jtp::test {
namespace {

using Json = nlohmann::json;

class PriorTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(run({"data", "synth", "--tags", "60", "--posts", "3000", "--out", path("dump")}).code, 0);
    ASSERT_EQ(
        run({"data", "vocabulary", "--dump", path("dump"), "--min-count", "20", "--out", path("v")}).code, 0);
    ASSERT_EQ(run({"data", "manifest", "--dump", path("dump"), "--vocabulary", path("v"), "--validation",
                   "0.1", "--test", "0.1", "--out", path("set")})
                  .code,
              0);
  }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  static Outcome run(const Arguments& arguments) {
    Outcome outcome = run_jtp(arguments);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome;
  }

  void fit(const std::string& out, const std::string& threads) const {
    run({"prior", "fit", "--set", path("set"), "--omission", path("dump/omission.csv"), "--passes", "20",
         "--threads", threads, "--out", path(out)});
  }

  TemporaryFolder folder_;
};

TEST_F(PriorTest, IsFittedEvaluatedShownAndUsed) {
  fit("prior", "2");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "prior/prior.part"));
  const Json quality = Json::parse(run({"prior", "eval", "--prior", path("prior"), "--set", path("set"),
                                        "--truth", path("dump/truth.csv.gz"), "--json"})
                                       .out);
  EXPECT_LT(quality["ising"]["log_loss"], quality["marginal"]["log_loss"]);
  EXPECT_GT(quality["ising"]["missing"]["auc"], quality["marginal"]["missing"]["auc"]);

  const Json vocabulary = Json::parse(read_text(folder_ / "prior/tags.json"));
  const std::string tag = vocabulary.begin().key();
  const Json shown = Json::parse(run({"prior", "show", "--prior", path("prior"), tag, "--json"}).out);
  EXPECT_EQ(shown[0]["tag"], tag);
  EXPECT_FALSE(shown[0]["for"].empty());
  EXPECT_GT(shown[0]["omission"], 0);

  const Outcome suggested =
      run({"prior", "suggest", "--prior", path("prior"), "--least", "0", tag, "no_such_tag", "--json"});
  const Json suggestions = Json::parse(suggested.out);
  EXPECT_EQ(suggestions["suggestions"].size(), 20U);
  EXPECT_EQ(suggestions["unknown"], Json::array({"no_such_tag"}));
  EXPECT_NE(suggested.err.find("no_such_tag"), std::string::npos);
}

TEST_F(PriorTest, DoesNotDependOnThreads) {
  fit("one", "1");
  fit("three", "3");
  EXPECT_EQ(read_text(folder_ / "one/prior.safetensors"), read_text(folder_ / "three/prior.safetensors"));
}

TEST_F(PriorTest, NamesMismatchedInputs) {
  fit("prior", "1");
  const Outcome unknown = run_jtp({"prior", "show", "--prior", path("prior"), "no_such_tag"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_NE(unknown.err.find("no tag \"no_such_tag\""), std::string::npos) << unknown.err;
  write_text(folder_ / "prior/tags.json", "{\"wolf\": 0}");
  write_text(folder_ / "prior/tags.csv", "name,category\nwolf,5\n");
  const Outcome other = run_jtp({"prior", "suggest", "--prior", path("prior"), "wolf"});
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(other.err.find("a vocabulary other than"), std::string::npos) << other.err;
  EXPECT_EQ(run_jtp({"prior", "fit", "--set", path("dump"), "--out", path("x")}).code, 1);
}

}  // namespace
}  // namespace jtp::test
