// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;
using test::TemporaryFolder;

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

TEST(AtomicFile, WritesANewFileAndNothingElse) {
  const TemporaryFolder folder;
  write_file_atomically(folder / "a.txt", "hello\n");
  EXPECT_EQ(test::read_text(folder / "a.txt"), "hello\n");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, KeepsTheModeOfTheFileItReplaces) {
  const TemporaryFolder folder;
  test::write_text(folder / "a.txt", "old");
  fs::permissions(folder / "a.txt", fs::perms(0640));
  write_file_atomically(folder / "a.txt", "new");
  EXPECT_EQ(test::read_text(folder / "a.txt"), "new");
  EXPECT_EQ(fs::status(folder / "a.txt").permissions(), fs::perms(0640));
}

TEST(AtomicFile, ANewFileGetsTheUsualMode) {
  const TemporaryFolder folder;
  test::write_text(folder / "usual.txt", "x");
  write_file_atomically(folder / "a.txt", "x");
  EXPECT_EQ(fs::status(folder / "a.txt").permissions(), fs::status(folder / "usual.txt").permissions());
}

TEST(AtomicFile, FollowsASymbolicLinkAndKeepsIt) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "real");
  test::write_text(folder / "real/a.txt", "old");
  fs::create_symlink("real/a.txt", folder / "link.txt");
  write_file_atomically(folder / "link.txt", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link.txt"));
  EXPECT_EQ(test::read_text(folder / "real/a.txt"), "new");
}

TEST(AtomicFile, WithoutCommitNothingChanges) {
  const TemporaryFolder folder;
  test::write_text(folder / "a.txt", "old");
  {
    AtomicFile file(folder / "a.txt");
    file.write("half of the new");
  }
  EXPECT_EQ(test::read_text(folder / "a.txt"), "old");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, NamesThePathThatCannotBeWritten) {
  const TemporaryFolder folder;
  test::expect_error(ErrorKind::kNotFound, "missing/a.txt",
                     [&] { write_file_atomically(folder / "missing/a.txt", "x"); });
}

TEST(AtomicFile, RefusesToReplaceADevice) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  test::expect_error(ErrorKind::kIo, "fifo: not a regular file",
                     [&] { write_file_atomically(folder / "fifo", "x"); });
  EXPECT_TRUE(fs::is_fifo(folder / "fifo"));
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, AnExistingFolderIsAnErrorAndLeavesNoTemporaryFile) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "a.txt/b");
  test::expect_error(ErrorKind::kIo, "a.txt: not a regular file",
                     [&] { write_file_atomically(folder / "a.txt", "x"); });
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, ManyFilesFailIndependently) {
  const TemporaryFolder folder;
  test::write_text(folder / "a.txt", "old");
  test::write_text(folder / "e.txt", "old");
  fs::create_directory(folder / "b.txt");
  const auto errors = change_files(std::vector<FileChange>{{folder / "a.txt", "new"},
                                                           {folder / "b.txt", "x"},
                                                           {folder / "none/c.txt", "x"},
                                                           {folder / "d.txt", ""},
                                                           {folder / "e.txt", std::nullopt},
                                                           {folder / "f.txt", std::nullopt}});
  ASSERT_EQ(errors.size(), 6U);
  EXPECT_FALSE(errors[0]);
  EXPECT_EQ(errors[1]->kind(), ErrorKind::kIo);
  EXPECT_EQ(errors[2]->kind(), ErrorKind::kNotFound);
  EXPECT_FALSE(errors[3]);
  EXPECT_FALSE(errors[4]);
  EXPECT_EQ(errors[5]->kind(), ErrorKind::kIo);
  EXPECT_EQ(test::read_text(folder / "a.txt"), "new");
  EXPECT_EQ(test::read_text(folder / "d.txt"), "");
  EXPECT_EQ(files_in(folder.path()), 3U);
}

TEST(AtomicFile, ManyFilesKeepModesAndLinks) {
  const TemporaryFolder folder;
  test::write_text(folder / "a.txt", "old");
  fs::permissions(folder / "a.txt", fs::perms(0640));
  fs::create_directory(folder / "sub");
  fs::create_symlink("sub/b.txt", folder / "link");
  const auto errors =
      change_files(std::vector<FileChange>{{folder / "a.txt", "new"}, {folder / "link", "x"}});
  EXPECT_FALSE(errors[0] || errors[1]);
  EXPECT_EQ(fs::status(folder / "a.txt").permissions(), fs::perms(0640));
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(test::read_text(folder / "sub/b.txt"), "x");
}

TEST(AtomicFile, WritesMoreFilesThanMayBeOpen) {
  const TemporaryFolder folder;
  std::vector<FileChange> files;
  for (int i = 0; i < 200; ++i) files.push_back({folder / std::to_string(i), "text"});
  rlimit few{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &few), 0);
  const rlimit before = few;
  few.rlim_cur = 64;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  const auto errors = change_files(files);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_TRUE(
      std::none_of(errors.begin(), errors.end(), [](const auto& error) { return error.has_value(); }));
  EXPECT_EQ(files_in(folder.path()), 200U);
}

}  // namespace
}  // namespace jtp
