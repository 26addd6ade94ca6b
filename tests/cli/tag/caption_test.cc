// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/cli/program.h"
#include "tests/support/draw.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;

TEST(Captions, AreWrittenBesideThePicturesAndNothingIsPrinted) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 3);
  const Outcome outcome =
      run_jtp(tag_quietly({"--write", "--threshold", "0", "--limit", "3", folder.path()}));
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  for (int i = 0; i < 3; ++i) {
    const std::string caption = read_text(folder / fmt::format("{:04}.txt", i));
    EXPECT_EQ(std::count(caption.begin(), caption.end(), ','), 2) << caption;
    EXPECT_TRUE(caption.ends_with('\n'));
  }
}

TEST(Captions, SupplementingKeepsTheTextAndIsIdempotent) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  write_text(folder / "0000.txt", "my own words,  Color_Red");
  const Arguments arguments =
      tag_quietly({"--write", "--threshold", "0", "--category", "general", folder.path()});
  EXPECT_EQ(run_jtp(arguments).code, 0);
  const std::string once = read_text(folder / "0000.txt");
  EXPECT_TRUE(once.starts_with("my own words,  Color_Red, ")) << once;
  EXPECT_EQ(once.find("color red"), std::string::npos) << once;
  EXPECT_EQ(run_jtp(arguments).code, 0);
  EXPECT_EQ(read_text(folder / "0000.txt"), once);
}

TEST(Captions, ReplaceAndSkipTreatExistingCaptionsAsNamed) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 2);
  write_text(folder / "0000.txt", "mine");
  const Outcome skip = run_jtp({"tag", "--model", "mini", "--write", "--existing", "skip", folder.path()});
  EXPECT_EQ(skip.code, 0);
  EXPECT_EQ(read_text(folder / "0000.txt"), "mine");
  EXPECT_TRUE(fs::exists(folder / "0001.txt"));
  EXPECT_NE(skip.err.find("1 tagged, 0 failed, 1 caption written, 1 skipped with existing captions"),
            std::string::npos)
      << skip.err;

  EXPECT_EQ(
      run_jtp(tag_quietly({"--write", "--existing", "replace", "--prefix", "begin, ", folder.path()})).code,
      0);
  const std::string replaced = read_text(folder / "0000.txt");
  EXPECT_TRUE(replaced.starts_with("begin, ")) << replaced;
  EXPECT_EQ(replaced.find("mine"), std::string::npos);
}

TEST(Captions, OtherExtensionsAndSeparatorsAreAccepted) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  const Outcome outcome = run_jtp(tag_quietly({"--write", "--extension", "caption", "--separator", "newline",
                                               "--threshold", "0", "--limit", "4", folder.path()}));
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(lines_of(read_text(folder / "0000.caption")).size(), 4u);
}

TEST(Captions, TwoPicturesWithOneCaptionAreRefusedByName) {
  const TemporaryFolder folder;
  write_text(folder / "a.bmp", draw_bmp(1));
  write_text(folder / "a.png", draw_bmp(2));
  const Outcome outcome = run_jtp(tag_quietly({"--write", folder.path()}));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(fs::exists(folder / "a.txt"));
  const auto lines = lines_of(outcome.err);
  ASSERT_EQ(lines.size(), 1u);
  for (const char* name : {"a.bmp", "a.png", "a.txt"})
    EXPECT_NE(lines[0].find(name), std::string::npos) << lines[0];
}

// The first caption is written before the second picture is read; the result must not depend on that.
TEST(Captions, SkipIgnoresCaptionsWrittenInTheSameRun) {
  const TemporaryFolder folder;
  write_text(folder / "a.bmp", draw_bmp(1));
  write_text(folder / "a.png", draw_bmp(2));
  Program program(tag_quietly({"--write", "--existing", "skip", "--threads", "1", "--files-from", "-"}));
  program.type((folder / "a.bmp").string() + "\n");
  for (int tries = 0; tries < 3000 && !fs::exists(folder / "a.txt"); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  program.type((folder / "a.png").string() + "\n");
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.code, 1);
  for (const char* name : {"a.bmp", "a.png", "a.txt"})
    EXPECT_NE(outcome.err.find(name), std::string::npos) << outcome.err;
}

TEST(Captions, AFolderThatCannotBeWrittenIsAFailureOfItsPictures) {
  const TemporaryFolder folder;
  draw_pictures(folder / "locked", 2);
  draw_pictures(folder / "open", 1);
  fs::permissions(folder.path(), fs::perms::all);
  fs::permissions(folder / "open", fs::perms::all);
  fs::permissions(folder / "locked", static_cast<fs::perms>(0555));
  const Outcome outcome = run_jtp_where_rights_count(tag_quietly({"-r", "--write", folder.path()}));
  fs::permissions(folder / "locked", fs::perms::owner_all);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(lines_of(outcome.err).size(), 2u) << outcome.err;
  EXPECT_TRUE(fs::exists(folder / "open/0000.txt"));
}

TEST(Captions, AFolderThatCannotBeReadIsOneFailure) {
  const TemporaryFolder folder;
  draw_pictures(folder / "locked", 2);
  draw_pictures(folder / "open", 1);
  fs::permissions(folder.path(), fs::perms::all);
  fs::permissions(folder / "locked", fs::perms::none);
  const Outcome outcome = run_jtp_where_rights_count(tag_quietly({"-r", folder.path()}));
  fs::permissions(folder / "locked", fs::perms::owner_all);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(lines_of(outcome.out).size(), 1u) << outcome.err;
  ASSERT_EQ(lines_of(outcome.err).size(), 1u) << outcome.err;
  EXPECT_NE(outcome.err.find("locked"), std::string::npos) << outcome.err;
}

// A caption is complete or absent, whenever the program dies.
TEST(Captions, KillingTheProgramLeavesNoHalfWrittenCaption) {
  constexpr int kPictures = 150;
  const TemporaryFolder whole;
  draw_pictures(whole.path(), kPictures);
  ASSERT_EQ(run_jtp(tag_quietly({"--write", "--threshold", "0", whole.path()})).code, 0);

  int written = 0;
  for (int round = 0; round < 8; ++round) {
    const TemporaryFolder folder;
    draw_pictures(folder.path(), kPictures);
    Program program(tag_quietly({"--write", "--threshold", "0", folder.path()}));
    const auto begun = [&] { return fs::exists(folder / "0000.txt"); };
    for (int tries = 0; tries < 3000 && !begun(); ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::this_thread::sleep_for(std::chrono::milliseconds(4 * round));
    program.signal(SIGKILL);
    program.finish();
    for (const auto& entry : fs::directory_iterator(folder.path())) {
      if (entry.path().extension() != ".txt") continue;
      ++written;
      EXPECT_EQ(read_text(entry.path()), read_text(whole.path() / entry.path().filename())) << entry.path();
    }
  }
  EXPECT_GT(written, 0);
}

}  // namespace
}  // namespace jtp::test
