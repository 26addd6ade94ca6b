// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"
#include "tests/support/draw.h"

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

TEST_F(DataTest, TurnsADumpIntoAManifest) {
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

TEST_F(DataTest, ShowsTheChangesFromAnotherVocabulary) {
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

TEST_F(DataTest, BrokenRecordsStopTheRunOrAreCounted) {
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
  EXPECT_NE(lenient.err.find("1 broken record skipped"), std::string::npos) << lenient.err;
}

TEST_F(DataTest, ThePriorReadsLateAdditions) {
  synth();
  vocabulary();
  const Outcome outcome = run_jtp({"data", "omission", "--dump", path("dump"), "--vocabulary", path("v"),
                                   "--out", path("late.csv"), "--json"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json counts = Json::parse(outcome.out);
  EXPECT_GT(counts["versions"], 3000);
  EXPECT_LT(counts["tags_added_late"], counts["tags_present"]);
  EXPECT_EQ(
      run_jtp({"data", "manifest", "--dump", path("dump"), "--vocabulary", path("v"), "--out", path("set")})
          .code,
      0);
  const Outcome fitted =
      run_jtp({"prior", "fit", "--set", path("set"), "--omission", path("late.csv"), "--out", path("prior")});
  EXPECT_EQ(fitted.code, 0) << fitted.err;
}

TEST_F(DataTest, CaptionsBecomeADump) {
  const auto picture = [&](const std::string& name, unsigned seed, const std::string& caption) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    write_text(folder_ / (name + ".bmp"), draw_bmp(seed));
    if (!caption.empty())
      write_text(folder_ / caption.substr(0, caption.find(':')), caption.substr(caption.find(':') + 1));
  };
  picture("in/3_wolf/a", 1, "in/3_wolf/a.txt:red fur, (wolf:1.2)\n");
  picture("in/3_wolf/b", 2, "in/3_wolf/b.bmp.txt:wolf\nsolo, fox\n");
  picture("in/x/copy", 1, "in/x/copy.txt:wolf");
  picture("in/none", 3, "");
  write_text(folder_ / "categories.csv", "name,category\nwolf,species\n");
  const Outcome made = run_jtp({"data", "import", path("in"), "--categories", path("categories.csv"), "--out",
                                path("dump"), "--json"});
  EXPECT_EQ(made.code, 1);
  EXPECT_NE(made.err.find("none.bmp: no caption file beside it"), std::string::npos) << made.err;
  const Json counts = Json::parse(made.out);
  EXPECT_EQ(counts["pictures"], 2);
  EXPECT_EQ(counts["posts"], 6);
  EXPECT_EQ(counts["repeated"], 1);

  const Outcome fewer = run_jtp(
      {"data", "vocabulary", "--dump", path("dump"), "--min-count", "2", "--out", path("v"), "--json"});
  ASSERT_EQ(fewer.code, 0) << fewer.err;
  EXPECT_EQ(Json::parse(fewer.out)["tags_by_category"]["species"], 1);
  const Outcome set =
      run_jtp({"data", "manifest", "--dump", path("dump"), "--vocabulary", path("v"), "--validation", "0",
               "--test", "0", "--pictures", path("dump/pictures"), "--out", path("set"), "--json"});
  ASSERT_EQ(set.code, 0) << set.err;
  EXPECT_EQ(Json::parse(set.out)["samples"], 6);
}

// A dump of ten posts with picture files, one of which is not a picture.
class ResizeTest : public DataTest {
 protected:
  ResizeTest() {
    std::filesystem::create_directories(folder_ / "dump");
    std::filesystem::create_directories(folder_ / "images");
    std::string posts = "id,md5,rating,tag_string,file_ext,is_deleted\n";
    for (int i = 0; i < 10; ++i) {
      const std::string md5 = std::string(31, '0') + std::to_string(i);
      posts += std::to_string(i) + "," + md5 + ",s,wolf,png,f\n";
      write_text(folder_ / "images" / (md5 + ".bmp"),
                 i == 3 ? "no picture" : draw_bmp(static_cast<unsigned>(i)));
    }
    write_text(folder_ / "dump/posts.csv", posts);
    write_text(folder_ / "dump/tags.csv", "name,category\nwolf,5\n");
    vocabulary_ =
        run_jtp({"data", "vocabulary", "--dump", path("dump"), "--min-count", "1", "--out", path("v")});
    manifest("images", "set");
  }

  Outcome manifest(const std::string& pictures, const std::string& set) const {
    return run_jtp({"data", "manifest", "--dump", path("dump"), "--vocabulary", path("v"), "--validation",
                    "0", "--test", "0", "--pictures", path(pictures), "--out", path(set), "--json"});
  }
  Outcome resize(Arguments more = {}) const {
    Arguments arguments = {"data",         "resize",       "--set", path("set"),     "--pictures",
                           path("images"), "--size",       "32",    "--per-archive", "4",
                           "--out",        path("fitted"), "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_jtp(arguments);
  }

  Outcome vocabulary_;
};

TEST_F(ResizeTest, ASetCanBeMadeFromItsArchives) {
  ASSERT_EQ(vocabulary_.code, 0) << vocabulary_.err;
  const Outcome outcome = resize();
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  const Json counts = Json::parse(outcome.out);
  EXPECT_EQ(counts["pictures"], 9);
  EXPECT_EQ(counts["unusable"], 1);
  EXPECT_EQ(counts["archives"], 3);
  EXPECT_NE(outcome.err.find("3.bmp: not a picture"), std::string::npos) << outcome.err;
  const Outcome again = manifest("fitted", "set2");
  EXPECT_EQ(Json::parse(again.out)["samples"], 9) << again.err;
  EXPECT_EQ(Json::parse(again.out)["excluded"]["no_picture"], 1);
}

TEST_F(ResizeTest, MakesOnlyMissingArchives) {
  resize();
  const std::string second = read_text(folder_ / "fitted/train-000001.tar");
  const auto time = std::filesystem::last_write_time(folder_ / "fitted/train-000000.tar");
  std::filesystem::remove(folder_ / "fitted/train-000001.tar");
  const Outcome outcome = resize();
  EXPECT_EQ(outcome.code, 1);  // the broken picture is still reported
  EXPECT_EQ(Json::parse(outcome.out)["archives_kept"], 2);
  EXPECT_EQ(read_text(folder_ / "fitted/train-000001.tar"), second);
  EXPECT_EQ(std::filesystem::last_write_time(folder_ / "fitted/train-000000.tar"), time);
  write_text(folder_ / "fitted/fitted.json", "{}\n");
  const Outcome other = resize();
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(other.err.find("of another set, --size or --per-archive"), std::string::npos) << other.err;
}

TEST_F(DataTest, NamesItsCommands) {
  const Outcome help = run_jtp({"data", "--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* command : {"vocabulary", "manifest", "synth"})
    EXPECT_NE(help.out.find(command), std::string::npos);
  EXPECT_EQ(run_jtp({"data"}).code, 2);
  const Outcome wrong = run_jtp({"data", "vocabularies"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.err.find("unknown command 'vocabularies'"), std::string::npos) << wrong.err;
  const Outcome sub = run_jtp({"data", "synth", "--help"});
  EXPECT_EQ(sub.code, 0);
  EXPECT_NE(sub.out.find("jtp data synth"), std::string::npos) << sub.out;
}

}  // namespace
}  // namespace jtp::test
