// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace jtp::test {
namespace {

using Json = nlohmann::json;

class DataTest : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  Outcome synth() const {
    return run_jtp({"data", "synth", "--tags", "100", "--posts", "3000", "--out", path("dump"), "--json"});
  }
  Outcome vocabulary(Arguments more = {}) const {
    Arguments arguments = {"data", "vocabulary", "--dump",  path("dump"), "--min-count",
                           "20",   "--out",      path("v"), "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_jtp(arguments);
  }

  TemporaryFolder folder_;
};

TEST_F(DataTest, GoesFromADumpToAManifest) {
  const Outcome made = synth();
  ASSERT_EQ(made.code, 0) << made.err;
  const Json counts = Json::parse(made.out);
  EXPECT_EQ(counts["posts"], 3000);

  const Outcome picked = vocabulary();
  ASSERT_EQ(picked.code, 0) << picked.err;
  const Json card = Json::parse(picked.out);
  EXPECT_EQ(card["posts_deleted"], counts["posts_deleted"]);
  EXPECT_GT(card["tags"], 80);

  const Outcome set = run_jtp({"data", "manifest", "--dump", path("dump"), "--vocabulary", path("v"),
                               "--test", "0.2", "--out", path("set"), "--json"});
  ASSERT_EQ(set.code, 0) << set.err;
  const Json data_card = Json::parse(set.out);
  EXPECT_EQ(data_card, Json::parse(read_text(folder_ / "set/card.json")));
  EXPECT_EQ(data_card["excluded"]["deleted"], counts["posts_deleted"]);
  EXPECT_EQ(data_card["tag_list_sha256"], card["tag_list_sha256"]);
  EXPECT_EQ(
      data_card["samples"].get<int>(),
      data_card["train"].get<int>() + data_card["validation"].get<int>() + data_card["test"].get<int>());
  EXPECT_GT(data_card["test"], 400);
}

TEST_F(DataTest, ShowsWhatChangesAgainstAnotherVocabulary) {
  synth();
  vocabulary();
  const Outcome fewer = vocabulary({"--min-count", "200", "--diff", path("v/tags.json")});
  ASSERT_EQ(fewer.code, 2) << "an option given twice";
  const Outcome picked = run_jtp({"data", "vocabulary", "--dump", path("dump"), "--min-count", "200", "--out",
                                  path("w"), "--json", "--diff", path("v/tags.json")});
  ASSERT_EQ(picked.code, 0) << picked.err;
  const Json difference = Json::parse(picked.out)["difference"];
  EXPECT_TRUE(difference["added"].empty());
  EXPECT_FALSE(difference["removed"].empty());
}

TEST_F(DataTest, BrokenRecordsStopOrAreCounted) {
  std::filesystem::create_directories(folder_ / "dump");
  write_text(folder_ / "dump/posts.csv", "id,md5,rating,tag_string,is_deleted\n1,,s,wolf,f\nx,,s,wolf,f\n");
  write_text(folder_ / "dump/tags.csv", "name,category\nwolf,5\n");
  const Outcome strict = vocabulary();
  EXPECT_EQ(strict.code, 1);
  EXPECT_NE(strict.err.find("posts.csv: record 2: column \"id\""), std::string::npos) << strict.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "v"));
  const Outcome lenient = vocabulary({"--lenient"});
  EXPECT_EQ(lenient.code, 1);
  EXPECT_EQ(Json::parse(lenient.out)["records_skipped"], 1);
  EXPECT_NE(lenient.err.find("1 broken records were left out"), std::string::npos) << lenient.err;
}

TEST_F(DataTest, NamesItsCommands) {
  const Outcome help = run_jtp({"data", "--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* command : {"vocabulary", "manifest", "synth"})
    EXPECT_NE(help.out.find(command), std::string::npos);
  EXPECT_EQ(run_jtp({"data"}).code, 2);
  const Outcome wrong = run_jtp({"data", "vocabularies"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.err.find("there is no command 'vocabularies'"), std::string::npos) << wrong.err;
  const Outcome sub = run_jtp({"data", "synth", "--help"});
  EXPECT_EQ(sub.code, 0);
  EXPECT_NE(sub.out.find("jtp data synth"), std::string::npos) << sub.out;
}

}  // namespace
}  // namespace jtp::test
