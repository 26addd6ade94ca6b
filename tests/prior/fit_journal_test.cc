// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/fit_journal.h"

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace jtp {
namespace {

const FittedBlock kFirst = {0, {1, 2}, {{3, 0, 0.5F}, {4, 1, -0.5F}}};
const FittedBlock kSecond = {7, {3}, {}};

void write_two(const std::filesystem::path& path) {
  FitJournal journal(path, "fit");
  journal.add(kFirst);
  journal.add(kSecond);
}

TEST(FitJournal, IsReadBack) {
  const test::TemporaryFolder folder;
  write_two(folder / "j");
  FitJournal journal(folder / "j", "fit");
  EXPECT_EQ(journal.size(), 2U);
  EXPECT_EQ(journal.at(0).weights, kFirst.weights);
  EXPECT_EQ(journal.at(7).bias, kSecond.bias);
  EXPECT_FALSE(journal.has(1));
  journal.remove();
  EXPECT_FALSE(std::filesystem::exists(folder / "j"));
}

TEST(FitJournal, KeepsTheBlocksBeforeATruncationAtAnyByte) {
  const test::TemporaryFolder folder;
  write_two(folder / "j");
  const std::string bytes = test::read_text(folder / "j");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    test::write_text(folder / "cut", bytes.substr(0, size));
    {
      FitJournal journal(folder / "cut", "fit");
      EXPECT_LE(journal.size(), 1U);
      if (!journal.has(0)) journal.add(kFirst);
      journal.add(kSecond);
    }
    ASSERT_EQ(test::read_text(folder / "cut"), bytes) << size;
  }
}

TEST(FitJournal, IgnoresADamagedBlock) {
  const test::TemporaryFolder folder;
  write_two(folder / "j");
  std::string bytes = test::read_text(folder / "j");
  bytes[bytes.size() - 9] = static_cast<char>(bytes[bytes.size() - 9] ^ 1);
  test::write_text(folder / "j", bytes);
  EXPECT_EQ(FitJournal(folder / "j", "fit").size(), 1U);
}

TEST(FitJournal, IsDiscardedIfItBelongsToAnotherFit) {
  const test::TemporaryFolder folder;
  write_two(folder / "j");
  EXPECT_EQ(FitJournal(folder / "j", "other").size(), 0U);
  EXPECT_EQ(FitJournal(folder / "j", "fit").size(), 0U);
}

}  // namespace
}  // namespace jtp
