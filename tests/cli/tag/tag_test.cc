// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>

#include "jtp/base/digest.h"
#include "tests/cli/program.h"
#include "tests/support/draw.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

TEST(Tag, PrintsALinePerPictureInTheOrderOfTheInputs) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 5);
  const Outcome outcome = run_jtp(tag_quietly({"--limit", "2", folder / "0003.bmp", folder.path()}));
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  const auto lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 5u);
  const char* const order[] = {"0003", "0000", "0001", "0002", "0004"};
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(lines[i].starts_with((folder / order[i]).string() + ".bmp: ")) << lines[i];
  }
}

TEST(Tag, JsonLinesHoldTheRecordOfEachPicture) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 2);
  write_text(folder / "0001.bmp", "broken");
  const Outcome outcome = run_jtp(tag_quietly({"--jsonl", "--threshold", "0.05", folder.path()}));
  EXPECT_EQ(outcome.code, 1);
  const auto lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 2u);
  const Json good = Json::parse(lines[0]);
  EXPECT_EQ(good["file"], (folder / "0000.bmp").string());
  EXPECT_EQ(good["sha256"], sha256_hex(read_bytes(folder / "0000.bmp")));
  const std::string hash = sha256_hex(read_bytes(source_dir() / "models/mini/model.safetensors"));
  EXPECT_EQ(good["model"], "mini@" + hash.substr(0, 12));
  EXPECT_EQ(good["width"], 48);
  EXPECT_EQ(good["height"], 40);
  ASSERT_FALSE(good["tags"].empty());
  for (const Json& tag : good["tags"]) EXPECT_GT(tag["score"], 0.05);
  const Json bad = Json::parse(lines[1]);
  EXPECT_EQ(bad["error"]["kind"], "invalid_input");
  EXPECT_FALSE(bad.contains("tags"));
}

// One selection for both: aliases, implications, replacements and the order are those of `jtp export`.
TEST(Tag, SelectsTagsAsExportDoes) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 4);
  const std::string store = (folder / "scores.sqlite").string();
  const Outcome all =
      run_jtp(tag_quietly({"--store", store, "--jsonl", "--threshold", "0.02", folder.path()}));
  ASSERT_EQ(all.code, 0) << all.err;
  const Json first = Json::parse(lines_of(all.out).front())["tags"];
  ASSERT_GE(first.size(), 3U);
  const std::string best = first[0]["name"], second = first[1]["name"], third = first[2]["name"];
  write_text(folder / "aliases.csv", "alias,tag\n" + best + ",the_current_name\n");
  write_text(folder / "implied.csv", "tag,implies\n" + second + "," + third + "\n");
  const Arguments selection = {"--threshold",    "0.02",
                               "--aliases",      folder / "aliases.csv",
                               "--implications", "remove",
                               "--implied-tags", folder / "implied.csv",
                               "--replace",      second + "=another name",
                               "--order",        "name"};
  Arguments tag = tag_quietly({"--store", store, "--jsonl", folder.path()});
  tag.insert(tag.end(), selection.begin(), selection.end());
  Arguments exported = {"export", "-q", "--store", store, "--format", "jsonl", folder.path()};
  exported.insert(exported.end(), selection.begin(), selection.end());
  const auto tagged = lines_of(run_jtp(tag).out), written = lines_of(run_jtp(exported).out);
  ASSERT_EQ(tagged.size(), 4U);
  ASSERT_EQ(written.size(), 4U);
  for (std::size_t i = 0; i < tagged.size(); ++i)
    EXPECT_EQ(Json::parse(tagged[i])["tags"], Json::parse(written[i])["tags"]) << tagged[i];
  std::vector<std::string> names;
  const Json chosen = Json::parse(tagged.front())["tags"];
  for (const Json& entry : chosen) names.push_back(entry["name"]);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(std::count(names.begin(), names.end(), "the_current_name"), 1) << tagged.front();
  EXPECT_EQ(std::count(names.begin(), names.end(), "another_name"), 1) << tagged.front();
  EXPECT_EQ(std::count(names.begin(), names.end(), third), 0) << tagged.front();
}

TEST(Tag, CsvHasAHeaderAndARowPerTag) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 2);
  const Outcome outcome = run_jtp(tag_quietly({"--csv", "--all-scores", "--threads", "1", folder.path()}));
  EXPECT_EQ(lines_of(outcome.out).size(), 1u + 2 * 192);
  EXPECT_EQ(lines_of(outcome.out).front(), "file,tag,category,score");
}

TEST(Tag, ScoresDependOnlyOnThePicture) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 12);
  const auto scores = [&](Arguments arguments) {
    Arguments all = {"--jsonl", "--all-scores"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Outcome outcome = run_jtp(tag_quietly(all));
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    auto lines = lines_of(outcome.out);
    std::sort(lines.begin(), lines.end());
    return lines;
  };
  Arguments reversed;
  for (int i = 11; i >= 0; --i) reversed.push_back(folder / fmt::format("{:04}.bmp", i));
  const auto expected = scores({"--threads", "1", folder.path()});
  ASSERT_EQ(expected.size(), 12u);
  for (const char* threads :
       {"2", "3", "16"}) {  // 16: fewer pictures than threads, all threads on one picture
    EXPECT_EQ(scores({"--threads", threads, folder.path()}), expected) << threads;
  }
  EXPECT_EQ(scores(reversed), expected);
  EXPECT_EQ(scores({folder / "0007.bmp"}).front(), expected[7]);
}

TEST(Tag, TwentyBadPicturesOfAThousandAreReportedAndTheOthersTagged) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1000);
  for (int i = 0; i < 20; ++i) {
    const fs::path path = folder / fmt::format("{:04}.bmp", i * 50 + 3);
    write_text(path, i % 2 == 0 ? read_text(path).substr(0, 100) : "");
  }
  const Outcome outcome = run_jtp({"tag", "--model", "mini", folder.path()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(lines_of(outcome.out).size(), 980u);
  const auto messages = lines_of(outcome.err);
  const auto named = std::count_if(messages.begin(), messages.end(),
                                   [](const std::string& line) { return line.starts_with("failed: "); });
  EXPECT_EQ(named, 20);
  EXPECT_TRUE(messages.back().starts_with("980 tagged, 20 failed")) << outcome.err;
}

TEST(Tag, ReadsAPictureFromStandardInput) {
  Program program(tag_quietly({"--limit", "1", "-"}));
  program.type(draw_bmp(1));
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(outcome.out.starts_with("-: ")) << outcome.out;
}

TEST(Tag, ReadsListsThatEndAtNewlinesOrZeroBytes) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 2);
  const std::string first = folder / "0000.bmp";
  const std::string second = folder / "0001.bmp";
  Program lines(tag_quietly({"--limit", "1", "--files-from", "-"}));
  lines.type(first + "\r\n\n" + second);
  const Outcome by_line = lines.finish();
  EXPECT_EQ(lines_of(by_line.out).size(), 2u) << by_line.err;

  write_text(folder / "list", first + '\0' + second + '\0');
  const Outcome by_zero = run_jtp(tag_quietly({"--limit", "1", "-0", "--files-from", folder / "list"}));
  EXPECT_EQ(by_zero.out, by_line.out);
}

TEST(Tag, SelectsByThresholdCategoryAndExclusion) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  const auto count = [&](Arguments arguments) {
    Arguments all = {"--csv", folder.path()};
    all.insert(all.begin(), arguments.begin(), arguments.end());
    const Outcome outcome = run_jtp(tag_quietly(all));
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return lines_of(outcome.out).size() - 1;
  };
  EXPECT_EQ(count({"--threshold", "0"}), 192u);
  EXPECT_EQ(count({"--threshold", "0", "--limit", "7"}), 7u);
  const std::size_t general = count({"--threshold", "0", "--category", "general"});
  EXPECT_GT(general, 0u);
  EXPECT_EQ(count({"--threshold", "0", "--threshold", "general=1"}), 192 - general);
  EXPECT_EQ(count({"--threshold", "0", "--category", "artist,lore"}), 0u);
  EXPECT_EQ(count({"--threshold", "0", "--exclude", "*"}), 0u);
  EXPECT_LT(count({"--threshold", "0", "--exclude", "color*"}), 192u);
  write_text(folder / "t.csv", "tag,threshold\ncolor_red,\n");
  EXPECT_EQ(count({"--threshold", "0", "--thresholds", folder / "t.csv"}), 191u);
}

TEST(Tag, SpellsTagsWithSpacesByDefault) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  const Outcome spaces = run_jtp(tag_quietly({"--threshold", "0", folder.path()}));
  EXPECT_NE(spaces.out.find("color red"), std::string::npos);
  const Outcome underscores = run_jtp(tag_quietly({"--threshold", "0", "--underscores", folder.path()}));
  EXPECT_NE(underscores.out.find("color_red"), std::string::npos);
}

TEST(Tag, TheResultsFileAppearsWhenItIsComplete) {
  const TemporaryFolder folder;
  draw_pictures(folder / "pictures", 2);
  const std::string file = folder / "tags.jsonl";
  EXPECT_EQ(run_jtp(tag_quietly({"--jsonl", "-o", file, folder / "pictures"})).code, 0);
  EXPECT_EQ(lines_of(read_text(file)).size(), 2u);
  EXPECT_FALSE(fs::exists(file + ".part"));

  write_text(file + ".part", "of another run\n");
  const Outcome refused = run_jtp(tag_quietly({"--jsonl", "-o", file, folder / "pictures"}));
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("tags.jsonl.part"), std::string::npos) << refused.err;
  EXPECT_EQ(read_text(file + ".part"), "of another run\n");
}

TEST(Tag, RefusesAFifoWithoutWaiting) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "a.png").c_str(), 0600), 0);
  const Outcome outcome = run_jtp(tag_quietly({folder.path()}));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("not a regular file"), std::string::npos) << outcome.err;
}

TEST(Tag, FileNamesCannotControlTheTerminal) {
  const TemporaryFolder folder;
  write_text(folder / "a\x1b[2J\nb.png", "broken");
  const Outcome outcome = run_jtp(tag_quietly({folder.path()}));
  EXPECT_EQ(outcome.err.find('\x1b'), std::string::npos);
  EXPECT_EQ(lines_of(outcome.err).size(), 1u);
}

TEST(Tag, TheSummarySaysHowBusyEachStageWas) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 3);
  const Outcome outcome = run_jtp({"tag", "--model", "mini", folder.path()});
  const std::regex summary(
      "3 tagged, 0 failed, [0-9.]+ pictures/s; busy: decode ([0-9]+) %, network ([0-9]+) %, write ([0-9]+) "
      "%\n");
  std::smatch shares;
  ASSERT_TRUE(std::regex_match(outcome.err, shares, summary)) << outcome.err;
  for (std::size_t i = 1; i < shares.size(); ++i) EXPECT_LE(std::stoi(shares[i]), 100) << outcome.err;
}

TEST(Tag, TakesEveryPrecision) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  const auto scores = [&](const Arguments& precision, const Variables& variables = {}) {
    Arguments all = tag_quietly({"--jsonl", "--all-scores", folder.path()});
    all.insert(all.end(), precision.begin(), precision.end());
    const Outcome outcome = run_jtp(all, variables);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.out;
  };
  const std::string f32 = scores({"--precision", "f32"}), bf16 = scores({"--precision", "bf16"}),
                    int8 = scores({"--precision", "int8"});
  EXPECT_NE(f32, bf16);
  EXPECT_NE(f32, int8);
  EXPECT_NE(bf16, int8);
  EXPECT_EQ(scores({}, {{"JTP_PRECISION", "int8"}}), int8);
  EXPECT_EQ(scores({"--precision", "auto"}), scores({}));
}

TEST(Tag, ReportsAFolderWithoutPictures) {
  const TemporaryFolder folder;
  const Outcome outcome = run_jtp({"tag", "--model", "mini", folder.path()});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.err.find("no pictures found"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace jtp::test
