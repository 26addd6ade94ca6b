// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/folder_watch.h"

#include <gtest/gtest.h>

#include <fstream>
#include <mutex>
#include <thread>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// Collects the pictures of a watch in another thread.
struct WatchTest : testing::Test {
  void begin(Recursion recursion = Recursion::kTopOnly) {
    watch.emplace(std::vector<std::string>{folder.path()}, recursion, stop);
    thread = std::jthread([this] {
      while (const auto input = watch->next()) {
        const std::lock_guard lock(mutex);
        seen.push_back(input->path.lexically_relative(folder.path()).string());
      }
    });
  }
  ~WatchTest() override { stop = true; }

  std::vector<std::string> names() {
    const std::lock_guard lock(mutex);
    return seen;
  }
  // Whether exactly this many pictures have arrived, within ten seconds.
  testing::AssertionResult have_come(std::size_t count) {
    for (int tries = 0; tries < 1000 && names().size() < count; ++tries) std::this_thread::sleep_for(10ms);
    if (names().size() == count) return testing::AssertionSuccess();
    return testing::AssertionFailure() << testing::PrintToString(names());
  }
  void write(const std::string& name) { test::write_text(folder / name, "x"); }

  test::TemporaryFolder folder;
  std::atomic<bool> stop{false};
  std::optional<FolderWatch> watch;
  std::mutex mutex;
  std::vector<std::string> seen;
  std::jthread thread;
};

using Names = std::vector<std::string>;

TEST_F(WatchTest, ExistingPicturesComeFirst) {
  write("b.png");
  write("a.png");
  for (const char* name : {"a.png", "b.png"}) {
    fs::last_write_time(folder / name, fs::file_time_type::clock::now() - 1h);
  }
  begin();
  ASSERT_TRUE(have_come(2));
  EXPECT_EQ(names(), (Names{"a.png", "b.png"}));
}

TEST_F(WatchTest, FindsWrittenMovedAndLinkedPictures) {
  const test::TemporaryFolder elsewhere;
  test::write_text(elsewhere / "moved.png", "x");
  test::write_text(elsewhere / "linked.png", "x");
  begin();
  write("written.png");
  ASSERT_TRUE(have_come(1));
  fs::rename(elsewhere / "moved.png", folder / "moved.png");
  ASSERT_TRUE(have_come(2));
  fs::create_hard_link(elsewhere / "linked.png", folder / "linked.png");
  ASSERT_TRUE(have_come(3));
  fs::create_symlink(elsewhere / "linked.png", folder / "symlink.png");
  ASSERT_TRUE(have_come(4));
  EXPECT_EQ(names(), (Names{"written.png", "moved.png", "linked.png", "symlink.png"}));
}

TEST_F(WatchTest, WaitsUntilTheWriterClosesAFile) {
  begin();
  std::ofstream slow(folder / "slow.png");
  for (int i = 0; i < 8; ++i) {
    slow << "part" << std::flush;
    std::this_thread::sleep_for(100ms);
  }
  std::this_thread::sleep_for(FolderWatch::kQuietTime * 2);
  EXPECT_TRUE(names().empty());  // unchanged for long enough, but still open
  slow.close();
  const auto closed = Clock::now();
  ASSERT_TRUE(have_come(1));
  EXPECT_GE(Clock::now() - closed, FolderWatch::kQuietTime * 9 / 10);
}

TEST_F(WatchTest, ConsecutiveWritesCountOnce) {
  begin();
  for (int i = 0; i < 10; ++i) {
    write("again.png");
    std::this_thread::sleep_for(50ms);
  }
  std::this_thread::sleep_for(FolderWatch::kQuietTime * 2);
  EXPECT_TRUE(have_come(1));
}

TEST_F(WatchTest, AChangedPictureIsReturnedAgain) {
  begin();
  write("a.png");
  ASSERT_TRUE(have_come(1));
  write("a.png");
  EXPECT_TRUE(have_come(2));
}

TEST_F(WatchTest, OtherFilesAreIgnored) {
  begin();
  write("a.txt");
  write(".hidden.png");
  write("a.png.part");
  write("gone.png");
  fs::remove(folder / "gone.png");
  write("last.png");
  ASSERT_TRUE(have_come(1));
  EXPECT_EQ(names(), (Names{"last.png"}));
}

TEST_F(WatchTest, NewFoldersAreIgnoredWithoutRecursion) {
  begin();
  fs::create_directory(folder / "new");
  write("new/a.png");
  write("top.png");
  ASSERT_TRUE(have_come(1));
  EXPECT_EQ(names(), (Names{"top.png"}));
}

TEST_F(WatchTest, NewFoldersAreWatchedIncludingTheirContent) {
  fs::create_directories(folder / "there/deep");
  begin(Recursion::kIntoFolders);
  write("there/deep/0.png");
  ASSERT_TRUE(have_come(1));
  const test::TemporaryFolder elsewhere;
  fs::create_directories(elsewhere / "tree/x/y");
  test::write_text(elsewhere / "tree/x/y/1.png", "x");
  fs::rename(elsewhere / "tree", folder / "tree");
  ASSERT_TRUE(have_come(2));
  write("tree/x/y/2.png");
  ASSERT_TRUE(have_come(3));
  fs::create_directories(folder / "a/b/c");
  write("a/b/c/3.png");
  ASSERT_TRUE(have_come(4));
}

TEST_F(WatchTest, StopEndsTheWatch) {
  begin();
  stop = true;
  thread.join();
  EXPECT_TRUE(names().empty());
}

TEST(FolderWatch, ErrorsNameAMissingOrRemovedFolder) {
  const test::TemporaryFolder folder;
  const std::atomic<bool> stop{false};
  test::expect_error(ErrorKind::kNotFound, "missing: cannot be watched",
                     [&] { FolderWatch({folder / "missing"}, Recursion::kTopOnly, stop); });
  fs::create_directory(folder / "going");
  FolderWatch watch({folder / "going"}, Recursion::kTopOnly, stop);
  fs::remove(folder / "going");
  test::expect_error(ErrorKind::kNotFound, "no folder left to watch", [&] {
    while (watch.next()) {
    }
  });
}

}  // namespace
}  // namespace jtp
