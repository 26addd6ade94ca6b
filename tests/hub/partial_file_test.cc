// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/partial_file.h"

#include <gtest/gtest.h>

#include <limits>

#include "jtp/base/error.h"
#include "tests/support/files.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;
using test::as_bytes;

TEST(PartialFile, GrowsOverSeveralRunsUntilItIsFinished) {
  const test::TemporaryFolder folder;
  {
    PartialFile file(folder / "a.incomplete", 6);
    file.append(as_bytes("abc"));
  }
  PartialFile file(folder / "a.incomplete", 6);
  EXPECT_EQ(file.size(), 3U);
  file.append(as_bytes("def"));
  file.finish(folder / "a");
  EXPECT_EQ(test::read_text(folder / "a"), "abcdef");
  EXPECT_FALSE(fs::exists(folder / "a.incomplete"));
}

TEST(PartialFile, ClearStartsAtTheBeginning) {
  const test::TemporaryFolder folder;
  PartialFile file(folder / "a", 3);
  file.append(as_bytes("abc"));
  file.clear();
  file.append(as_bytes("x"));
  EXPECT_EQ(test::read_text(folder / "a"), "x");
}

TEST(PartialFile, DoesNotFollowAPlantedLink) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "precious", "kept");
  fs::create_symlink("precious", folder / "a.incomplete");
  EXPECT_THROW(PartialFile(folder / "a.incomplete", 3), Error);
  EXPECT_EQ(test::read_text(folder / "precious"), "kept");
}

TEST(PartialFile, ReportsTheSpaceNeededAndFree) {
  const test::TemporaryFolder folder;
  require_space(folder.path(), 1);
  try {
    require_space(folder.path(), std::numeric_limits<std::uint64_t>::max());
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kIo);
    EXPECT_NE(std::string(error.what()).find("18446744073709551615 bytes are needed"), std::string::npos);
  }
}

}  // namespace
}  // namespace jtp
