// SPDX-License-Identifier: Apache-2.0
#include "jtp/files/csv.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace jtp {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows read_all(std::string text) {
  CsvReader reader(std::move(text), "t.csv", ErrorKind::kInvalidInput);
  Rows rows;
  while (auto row = reader.next()) rows.push_back(std::move(row->fields));
  return rows;
}

TEST(Csv, ReadsQuotedFieldsPerRfc4180) {
  const Rows expected = {{"red, fur", "a \"b\"\nc"}, {"", "x"}};
  EXPECT_EQ(read_all("tag,note\n\"red, fur\",\"a \"\"b\"\"\nc\"\n,x\n"), expected);
}

TEST(Csv, AcceptsEitherLineEndAByteOrderMarkAndNoFinalLineEnd) {
  const Rows expected = {{"wolf", "1"}, {"fox", "2"}};
  EXPECT_EQ(read_all("\xEF\xBB\xBFtag,n\r\nwolf,1\r\n\r\nfox,2"), expected);
  EXPECT_EQ(read_all("tag,n\nwolf,1\n\nfox,2\n"), expected);
}

TEST(Csv, KeepsAnEmptyLastField) { EXPECT_EQ(read_all("tag,n\nwolf,"), (Rows{{"wolf", ""}})); }

TEST(Csv, FindsColumnsByNameInAnyOrder) {
  const CsvReader reader("n, Tag ,x\n", "t.csv", ErrorKind::kInvalidInput);
  EXPECT_EQ(reader.column({"name", "tag"}), 1U);
  test::expect_error(ErrorKind::kInvalidInput, "t.csv:1: the header has no column \"threshold\"",
                     [&] { reader.column({"threshold"}); });
}

TEST(Csv, RowsKnowTheirFirstLine) {
  CsvReader reader("a\n\"x\ny\"\nz\n", "t.csv", ErrorKind::kInvalidInput);
  EXPECT_EQ(reader.next()->line, 2U);
  EXPECT_EQ(reader.next()->line, 4U);
}

TEST(Csv, RefusesBrokenTablesNamingTheLine) {
  const auto refuses = [](const std::string& text, std::string_view message) {
    test::expect_error(ErrorKind::kInvalidInput, message, [&] { read_all(text); });
  };
  refuses("", "t.csv:1: the table is empty; a header is expected");
  refuses("a,b\n1,2,3\n", "t.csv:2: has 3 fields; the header has 2");
  refuses("a,b\n1,2\n3\n", "t.csv:3: has 1 field; the header has 2");
  refuses("a\n\"x\n\n", "t.csv:2: a quote is opened but never closed");
  refuses("a\nx\"y\n", "t.csv:2: an unquoted field contains a quote");
  refuses("a\n\"x\"y\n", "t.csv:2: text follows the closing quote of a field");
  refuses("a\rb\r", "t.csv:1: a carriage return without a line feed");
  refuses(std::string(5000, ','), "t.csv:1: has more than 1000 fields");
}

TEST(Csv, WrittenFieldsReadBack) {
  for (const std::string text : {"wolf", "a,b", "say \"x\"", "two\nlines", "cr\rlf\r\n", "", " spaces "}) {
    EXPECT_EQ(read_all("x,y\n" + csv_field(text) + ",z\n"), (Rows{{text, "z"}}));
  }
  EXPECT_EQ(csv_field("wolf"), "wolf");
  EXPECT_EQ(csv_field("a \"b\""), "\"a \"\"b\"\"\"");
}

}  // namespace
}  // namespace jtp
