// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal/standard_input.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "jtp/base/error.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

std::vector<std::string> names(const std::string& text, char separator) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "list", text);
  NameReader reader(folder / "list", separator);
  std::vector<std::string> result;
  while (auto name = reader.next()) result.push_back(*name);
  return result;
}

using Names = std::vector<std::string>;

TEST(NameReader, SplitsAtNewlinesWithOrWithoutCarriageReturns) {
  EXPECT_EQ(names("a b.png\r\n\nc.png\n", '\n'), (Names{"a b.png", "c.png"}));
  EXPECT_EQ(names("last.png", '\n'), Names{"last.png"});
  EXPECT_EQ(names("", '\n'), Names{});
}

TEST(NameReader, SplitsAtZeroBytesAndKeepsEverythingElse) {
  EXPECT_EQ(names(std::string("a\nb\r\0c\0", 7), '\0'), (Names{"a\nb\r", "c"}));
}

TEST(NameReader, ReadsNamesThatCrossItsBuffer) {
  const std::string name(40'000, 'x');
  EXPECT_EQ(names(name + "\n" + name + "\n", '\n'), (Names{name, name}));
}

TEST(NameReader, RefusesANameWithoutEnd) { EXPECT_THROW(names(std::string(3 << 20, 'x'), '\n'), Error); }

TEST(NameReader, NamesAMissingList) { EXPECT_THROW(NameReader("/no/such/list", '\n'), Error); }

}  // namespace
}  // namespace jtp
