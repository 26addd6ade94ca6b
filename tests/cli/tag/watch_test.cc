// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <thread>

#include "tests/cli/program.h"
#include "tests/support/draw.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

bool appears(const fs::path& file) {
  for (int tries = 0; tries < 3000 && !fs::exists(file); ++tries) std::this_thread::sleep_for(10ms);
  return fs::exists(file);
}

TEST(Watch, PicturesThatAppearAreTaggedUntilTheRunIsStopped) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  Program program({"tag", "--model", "mini", "-r", "--write", "--no-store", "--watch", folder.path()});
  ASSERT_TRUE(appears(folder / "0000.txt"));
  fs::create_directory(folder / "new");
  write_text(folder / "new/late.bmp", draw_bmp(7));
  EXPECT_TRUE(appears(folder / "new/late.txt"));
  program.signal(SIGTERM);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("2 tagged, 0 failed, 2 captions written"), std::string::npos) << outcome.err;
}

TEST(Watch, ResultsAreCompleteWhenItIsStopped) {
  const TemporaryFolder folder;
  draw_pictures(folder / "p", 1);
  Program program(
      tag_quietly({"--jsonl", "-o", folder / "t.jsonl", "--no-store", "--watch", (folder / "p").string()}));
  ASSERT_TRUE(appears(folder / "t.jsonl.part"));
  for (int tries = 0; tries < 3000 && read_text(folder / "t.jsonl.part").empty(); ++tries) {
    std::this_thread::sleep_for(10ms);
  }
  program.signal(SIGINT);
  EXPECT_EQ(program.finish().code, 0);
  EXPECT_EQ(lines_of(read_text(folder / "t.jsonl")).size(), 1u);
}

TEST(Watch, AcceptsOnlyFolders) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  EXPECT_EQ(run_jtp({"tag", "--watch", folder / "0000.bmp"}).code, 2);
  EXPECT_EQ(run_jtp({"tag", "--watch", folder / "missing"}).code, 2);
  EXPECT_EQ(run_jtp({"tag", "--watch", "--files-from", "-"}).code, 2);
}

}  // namespace
}  // namespace jtp::test
