// SPDX-License-Identifier: Apache-2.0
// jtp store, and jtp tag with a store.
#include "jtp/store/score_store.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "jtp/store/database.h"
#include "jtp/store/maintenance.h"
#include "tests/cli/program.h"
#include "tests/support/draw.h"
#include "tests/support/small_disk.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct StoreRun : testing::Test {
  StoreRun() { draw_pictures(folder / "p", 6); }

  Outcome tag(Arguments more) {
    Arguments all = {"tag", "--model", "mini", "--store", store};
    all.insert(all.end(), more.begin(), more.end());
    all.push_back(pictures);
    return run_jtp(all);
  }

  const TemporaryFolder folder;
  const std::string store = folder / "scores.sqlite";
  const std::string pictures = (folder / "p").string();
};

TEST_F(StoreRun, TheSecondRunGivesTheSameResultWithoutTheNetwork) {
  const Outcome plain = run_jtp({"tag", "--model", "mini", "--jsonl", pictures});
  const Outcome first = tag({"--jsonl"});
  const Outcome second = tag({"--jsonl"});
  EXPECT_EQ(first.out, plain.out);
  EXPECT_EQ(second.out, plain.out);
  EXPECT_TRUE(has(first.err, "6 tagged, 0 failed")) << first.err;
  EXPECT_TRUE(has(second.err, "6 tagged (6 from the store), 0 failed")) << second.err;
}

TEST_F(StoreRun, LowThresholdsAndAllScoresAreExact) {
  tag({"--jsonl"});
  for (const Arguments& options :
       {Arguments{"--jsonl", "--threshold", "0.005"}, Arguments{"--jsonl", "--threshold", "0.0001"},
        Arguments{"--jsonl", "--all-scores"}}) {
    Arguments without = {"tag", "--model", "mini", pictures};
    without.insert(without.end(), options.begin(), options.end());
    const std::string plain = run_jtp(without).out;
    EXPECT_EQ(tag(options).out, plain);
    const Outcome again = tag(options);
    EXPECT_EQ(again.out, plain);
    EXPECT_TRUE(has(again.err, "6 from the store")) << again.err;
  }
}

TEST_F(StoreRun, ForceComputesAgain) {
  tag({"--jsonl"});
  EXPECT_TRUE(has(tag({"--jsonl", "--force"}).err, "6 tagged, 0 failed"));
}

TEST_F(StoreRun, CopiesAndMovedPicturesAreRecognised) {
  fs::copy_file(folder / "p/0000.bmp", folder / "p/copy.bmp");
  EXPECT_TRUE(has(tag({"--jsonl"}).err, "7 tagged (1 from the store)"));
  fs::rename(folder / "p/0001.bmp", folder / "p/moved.bmp");
  EXPECT_TRUE(has(tag({"--jsonl"}).err, "7 tagged (7 from the store)"));
}

TEST_F(StoreRun, PrecisionsAndDecodingDoNotMix) {
  tag({"--jsonl", "--precision", "f32"});
  for (const Arguments& options : {Arguments{"--jsonl", "--precision", "bf16"},
                                   Arguments{"--jsonl", "--precision", "f32", "--exif-rotate"}}) {
    EXPECT_TRUE(has(tag(options).err, "6 tagged, 0 failed"));
    EXPECT_TRUE(has(tag(options).err, "6 from the store"));
  }
}

// The machine's tags follow the run; the user's text stays.
TEST_F(StoreRun, CaptionsRememberTheMachinesTags) {
  const fs::path caption = folder / "p/0000.txt";
  write_text(caption, "my own words");
  tag({"--write", "--threshold", "0.02"});
  const std::string low = read_text(caption);
  tag({"--write", "--threshold", "1"});
  EXPECT_EQ(read_text(caption), "my own words");
  EXPECT_FALSE(fs::exists(folder / "p/0001.txt"));  // only the machine wrote it, and it is empty without tags
  tag({"--write", "--threshold", "0.02"});
  EXPECT_EQ(read_text(caption), low);

  const auto last_comma = low.rfind(", ");
  ASSERT_NE(last_comma, std::string::npos) << low;
  const std::string shorter = low.substr(0, last_comma);
  write_text(caption, shorter);
  tag({"--write", "--threshold", "0.02"});
  EXPECT_EQ(read_text(caption), shorter);  // removed by the user: it stays removed
}

TEST_F(StoreRun, FeaturesAreKeptOnRequest) {
  tag({"--jsonl"});
  EXPECT_TRUE(has(tag({"--jsonl", "--features"}).err, "6 tagged, 0 failed"));
  EXPECT_TRUE(has(tag({"--jsonl", "--features"}).err, "6 from the store"));
  EXPECT_EQ(store_stats(ScoreStore(store)).features, 6);
}

TEST_F(StoreRun, BadPicturesFailEachTime) {
  write_text(folder / "p/bad.png", "no picture");
  for (int run = 0; run < 2; ++run) {
    const Outcome outcome = tag({"--jsonl"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_TRUE(has(outcome.out, "bad.png: not a picture")) << outcome.out;
  }
}

// A run that writes files uses a store; a run that only prints leaves nothing behind (decision 0702).
TEST_F(StoreRun, RunsThatWriteFilesUseAStoreByDefault) {
  const fs::path made = folder / "data/jtp/scores.sqlite";
  const Variables variables = {{"XDG_DATA_HOME", folder / "data"}};
  run_jtp({"tag", "--model", "mini", pictures}, variables);
  run_jtp({"tag", "--model", "mini", "--jsonl", pictures}, variables);
  run_jtp({"tag", "--model", "mini", "--write", "--no-store", pictures}, variables);
  EXPECT_FALSE(fs::exists(made));
  run_jtp({"tag", "--model", "mini", "--jsonl", "-o", folder / "t.jsonl", pictures}, variables);
  EXPECT_TRUE(fs::exists(made));
  const Outcome write = run_jtp({"tag", "--model", "mini", "--write", pictures}, variables);
  EXPECT_TRUE(has(write.err, "6 from the store")) << write.err;
  EXPECT_EQ(run_jtp({"store", "check"}, variables).out, made.string() + ": ok\n");
}

TEST_F(StoreRun, AnEnvironmentVariableNamesTheStoreAndNoStoreOverridesIt) {
  const Variables variables = {{"JTP_STORE", store}};
  run_jtp({"tag", "--model", "mini", "--no-store", pictures}, variables);
  EXPECT_FALSE(fs::exists(store));
  run_jtp({"tag", "--model", "mini", pictures}, variables);
  EXPECT_TRUE(fs::exists(store));
}

TEST_F(StoreRun, OptionsOfTheStoreNeedOne) {
  for (const std::string option : {"--force", "--features"}) {
    EXPECT_EQ(run_jtp({"tag", option, pictures}).code, 2);
    EXPECT_EQ(run_jtp({"tag", "--write", "--no-store", option, pictures}).code, 2);
  }
}

// A fault of the store is reported before the first picture, with a way around it.
TEST_F(StoreRun, AStoreThatCannotBeUsedIsAClearError) {
  write_text(store, std::string(2000, 'x'));
  const Outcome outcome = tag({"--write"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(has(outcome.err, "scores.sqlite: not an SQLite database; --no-store runs without it"))
      << outcome.err;
  EXPECT_FALSE(fs::exists(folder / "p/0000.txt"));
  EXPECT_EQ(read_text(store), std::string(2000, 'x'));
}

TEST_F(StoreRun, AReadOnlyFolderIsAClearError) {
  fs::create_directory(folder / "ro");
  ::chmod((folder / "ro").c_str(), 0500);
  const Outcome outcome = run_jtp_where_rights_count(
      {"tag", "--model", "mini", "--write", "--store", folder / "ro/scores.sqlite", pictures});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(has(outcome.err, "ro/scores.sqlite: cannot make the file")) << outcome.err;
}

TEST_F(StoreRun, ALockedStoreIsAClearError) {
  ScoreStore holder(store);
  holder.transaction([&] {
    const Outcome outcome = tag({"--write"});  // lasts the ten seconds of the time-out
    EXPECT_EQ(outcome.code, 1);
    EXPECT_TRUE(has(outcome.err, "scores.sqlite: locked by another program for more than 10 s"))
        << outcome.err;
  });
  EXPECT_FALSE(fs::exists(folder / "p/0000.txt"));
  EXPECT_EQ(tag({"--write"}).code, 0);
}

TEST_F(StoreRun, AFullDiskIsAClearErrorAndTheStoreStaysSound) {
  const SmallDisk disk(folder / "disk");
  if (!disk.is_mounted()) GTEST_SKIP() << "file systems can be mounted by root only";
  draw_pictures(folder / "many", 500);
  const fs::path full = disk.path() / "scores.sqlite";
  const Arguments arguments = {"tag",     "--model",      "mini",
                               "--write", "--all-scores", "--jsonl",
                               "--store", full,           (folder / "many").string()};
  const Outcome outcome = run_jtp(arguments);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(has(outcome.err, "scores.sqlite: the disk is full")) << outcome.err;

  // The store has everything committed; copied to a disk with space, the run continues.
  for (const std::string suffix : {"", "-wal"}) {
    if (fs::exists(full.string() + suffix)) fs::copy_file(full.string() + suffix, store + suffix);
  }
  EXPECT_EQ(run_jtp({"store", "check", "--store", store}).out, store + ": ok\n");
  const std::int64_t pictures_before = store_stats(ScoreStore(store)).pictures;
  EXPECT_GT(pictures_before, 0);
  EXPECT_LT(pictures_before, 500);
}

// Captions on a full disk: the store has the scores, and each caption is complete or missing.
TEST_F(StoreRun, AFullDiskLeavesNoCaptionHalfWritten) {
  const SmallDisk disk(folder / "disk");
  if (!disk.is_mounted()) GTEST_SKIP() << "file systems can be mounted by root only";
  draw_pictures(folder / "one", 1);
  for (int i = 0; i < 40; ++i) {
    fs::create_symlink(folder / "one/0000.bmp", disk.path() / (std::to_string(i) + ".bmp"));
  }
  write_text(disk.path() / "ballast", std::string(960'000, 'x'));
  const Outcome outcome =
      run_jtp({"tag", "--model", "mini", "--write", "--threshold", "0", "--store", store, disk.path()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(has(outcome.err, "No space left on device")) << outcome.err;
  fs::remove(disk.path() / "ballast");
  std::set<std::string> captions;
  for (const auto& entry : fs::directory_iterator(disk.path())) {
    EXPECT_FALSE(entry.path().filename().string().starts_with(".jtp-")) << entry.path();
    if (entry.path().extension() == ".txt") captions.insert(read_text(entry.path()));
  }
  EXPECT_EQ(captions.size(), 1u);  // there is only one picture, so all captions are equal
  const Outcome again =
      run_jtp({"tag", "--model", "mini", "--write", "--threshold", "0", "--store", store, disk.path()});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_TRUE(has(again.err, "40 tagged (40 from the store)")) << again.err;
}

TEST_F(StoreRun, StatsDescribeTheContents) {
  tag({"--jsonl"});
  const auto stats = nlohmann::json::parse(run_jtp({"store", "stats", "--json", "--store", store}).out);
  EXPECT_EQ(stats.at("pictures"), 6);
  EXPECT_EQ(stats.at("files"), 6);
  EXPECT_EQ(stats.at("scorers").at(0).at("model"), "mini");
  EXPECT_EQ(stats.at("scorers").at(0).at("pictures"), 6);
  const std::string text = run_jtp({"store", "stats", "--store", store}).out;
  EXPECT_TRUE(has(text, "pictures  6 in 6 files\n")) << text;
}

TEST_F(StoreRun, TagsAreCountedAboveTheThreshold) {
  ScoreStore made(store);
  const ScorerId scorer =
      made.add_scorer({std::string(64, 'a'), "f32", ""}, "toy",
                      Vocabulary({"wolf", "red_fur", "solo"}, std::vector<TagCategory>(3)));
  const auto put = [&](char name, const std::vector<float>& scores) {
    made.put(scorer, {std::string(64, name), 1, 1}, scores, KeptScores::kFromFloor);
  };
  put('1', {0.9F, 0.3F, 0.0F});
  put('2', {0.2F, 0.4F, 0.0F});
  EXPECT_EQ(run_jtp({"store", "tags", "--store", store}).out,
            "toy@aaaaaaaaaaaa f32, 2 pictures\n        2  red_fur\n        1  wolf\n");
  const auto json = nlohmann::json::parse(
      run_jtp({"store", "tags", "--json", "--threshold", "0.35", "--store", store}).out);
  EXPECT_EQ(json.at("tags").dump(), R"({"red_fur":1,"wolf":1})");
  EXPECT_EQ(json.at("pictures"), 2);
}

TEST_F(StoreRun, EveryCommandHasItsHelp) {
  EXPECT_EQ(run_jtp({"store"}).code, 2);
  EXPECT_TRUE(has(run_jtp({"store", "--help"}).out, "merge"));
  EXPECT_TRUE(has(run_jtp({"store", "merge", "--help"}).out, "--store"));
  EXPECT_TRUE(
      has(run_jtp({"store", "shrink"}).err, "give one of check, stats, tags, vacuum, merge, replaced"));
}

TEST_F(StoreRun, DamageIsReportedWithAnExitCode) {
  tag({"--jsonl"});
  ScoreStore(store).database().execute("UPDATE result SET scores = x'00' WHERE id = 1");
  const Outcome outcome = run_jtp({"store", "check", "--store", store});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(has(outcome.out, "stored scores have 1 byte")) << outcome.out;
}

TEST_F(StoreRun, MergingIntoItselfAndFromNothingIsRefused) {
  tag({"--jsonl"});
  EXPECT_EQ(run_jtp({"store", "merge", "--store", store, store}).code, 2);
  EXPECT_EQ(run_jtp({"store", "merge", "--store", folder / "all", folder / "missing"}).code, 1);
  EXPECT_FALSE(fs::exists(folder / "all"));
  EXPECT_EQ(run_jtp({"store"}).code, 2);
}

TEST_F(StoreRun, VacuumReportsSizes) {
  tag({"--jsonl"});
  const Outcome outcome = run_jtp({"store", "vacuum", "--store", store});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(has(outcome.out, " MB, was ")) << outcome.out;
}

}  // namespace
}  // namespace jtp::test
