// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal/signals.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

#include "tests/cli/program.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;

// The list stays open, so the run is still going when the signal arrives.
TEST(Signals, InterruptionKeepsResultsAndSetsTheExitCode) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 3);
  for (const auto& [signal, code] : {std::pair(SIGINT, 130), std::pair(SIGTERM, 143)}) {
    Program program(tag_quietly({"--files-from", "-"}));
    for (const char* name : {"0000.bmp\n", "0001.bmp\n", "0002.bmp\n"})
      program.type((folder / name).string());
    EXPECT_TRUE(program.has_printed(3));
    program.signal(signal);
    const Outcome outcome = program.finish();
    EXPECT_EQ(outcome.code, code);
    EXPECT_EQ(lines_of(outcome.out).size(), 3u);
  }
}

TEST(Signals, InterruptionKeepsTheResultsInThePart) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  const fs::path file = folder / "tags.csv";
  const fs::path part = folder / "tags.csv.part";
  write_text(file, "of an earlier run\n");
  Program program(
      tag_quietly({"--csv", "-o", file, "--threshold", "0", "--limit", "2", "--files-from", "-"}));
  program.type((folder / "0000.bmp\n").string());
  for (int tries = 0; tries < 3000; ++tries) {
    if (fs::exists(part) && lines_of(read_text(part)).size() == 3) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  program.signal(SIGINT);
  EXPECT_EQ(program.finish().code, 130);
  EXPECT_EQ(lines_of(read_text(part)).size(), 3u);
  EXPECT_EQ(read_text(file), "of an earlier run\n");
}

TEST(Signals, InterruptionWhileReadingAPictureIsQuiet) {
  Program program({"tag", "--model", "mini", "--jsonl", "-", "/no/such/file"});
  program.type("BM");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  program.signal(SIGINT);
  EXPECT_EQ(program.finish().code, 130);
}

TEST(Signals, AClosedPipeEndsTheRunQuietly) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 200);
  Program program(tag_quietly({folder.path()}), {.variables = {}, .reader = Reader::kHasLeft});
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.code, 141);
  EXPECT_EQ(outcome.err, "");
}

}  // namespace
}  // namespace jtp::test
