// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/csv_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

using test::expect_error;

using Field = std::optional<std::string>;
using Record = std::vector<Field>;

// The blocks of `text`, each in separate memory, so that ASan finds a view into an earlier one.
CsvStream::NextBlock blocks_of(std::string text, std::size_t size) {
  auto at = std::make_shared<std::size_t>(0);
  auto block = std::make_shared<std::unique_ptr<char[]>>();
  return [text = std::move(text), size, at, block]() -> std::span<const char> {
    const std::size_t count = std::min(size, text.size() - *at);
    *block = std::make_unique<char[]>(count);
    std::copy_n(text.data() + *at, count, block->get());
    *at += count;
    return {block->get(), count};
  };
}

CsvStream stream_of(std::string text, std::size_t block = 1 << 20,
                    BrokenRecords broken = BrokenRecords::kStop) {
  return {blocks_of(std::move(text), block), "t.csv", broken};
}

std::vector<Record> all_records(CsvStream& stream) {
  std::vector<std::size_t> columns(stream.header().size());
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = i;
  stream.keep(columns);
  std::vector<Record> records;
  while (stream.next()) {
    Record& record = records.emplace_back();
    for (const std::size_t column : columns) {
      const auto field = stream.field(column);
      record.push_back(field ? Field(*field) : std::nullopt);
    }
  }
  return records;
}

std::vector<Record> golden_records() {
  const auto json = nlohmann::json::parse(test::read_text(test::golden_dir() / "data/records.json"));
  std::vector<Record> records;
  for (const auto& row : json) {
    Record& record = records.emplace_back();
    for (const auto& field : row)
      record.push_back(field.is_null() ? std::nullopt : Field(field.get<std::string>()));
  }
  return records;
}

TEST(CsvStream, ReadsWhatPythonWroteAtEveryBlockSize) {
  const std::string text = test::read_text(test::golden_dir() / "data/records.csv");
  const std::vector<Record> expected = golden_records();
  ASSERT_EQ(expected.size(), 160U);
  for (std::size_t size = 1; size <= text.size(); size += size < 600 ? 1 : 97) {
    CsvStream stream = stream_of(text, size);
    ASSERT_EQ(all_records(stream), expected) << "blocks of " << size << " bytes";
  }
}

TEST(CsvStream, SkippedColumnsDoNotDisturbKeptOnes) {
  const std::string text = test::read_text(test::golden_dir() / "data/records.csv");
  const std::vector<Record> expected = golden_records();
  for (const std::size_t size : {1, 2, 3, 7, 64, 4096}) {
    CsvStream stream = stream_of(text, size);
    const std::size_t last = stream.column("last");
    const std::size_t tags = stream.column("tag_string");
    stream.keep({last, tags});
    for (const Record& record : expected) {
      ASSERT_TRUE(stream.next());
      ASSERT_EQ(stream.field(last), record[5]);
      ASSERT_EQ(stream.field(tags), record[2]);
    }
    EXPECT_FALSE(stream.next());
    EXPECT_EQ(stream.records(), expected.size());
  }
}

TEST(CsvStream, DistinguishesNullFromAnEmptyText) {
  for (const std::size_t size : {1, 2, 3, 100}) {
    CsvStream stream = stream_of("a,b,c\n,\"\",x\n\"\",,\n", size);
    EXPECT_EQ(all_records(stream),
              (std::vector<Record>{{std::nullopt, "", "x"}, {"", std::nullopt, std::nullopt}}));
  }
}

TEST(CsvStream, TheLastRecordMayLackItsLineEnd) {
  for (const std::string last : {"1,2", "1,\"2\"", "1,2\r\n", "1,2\n\n\n"}) {
    for (const std::size_t size : {1, 2, 100}) {
      CsvStream stream = stream_of(
          "\xEF\xBB\xBF"
          "a,b\r\n" +
              last,
          size);
      EXPECT_EQ(stream.header().front(), "a");
      EXPECT_EQ(all_records(stream), (std::vector<Record>{{"1", "2"}})) << last;
    }
  }
}

TEST(CsvStream, NamesFileRecordAndColumnOfAFault) {
  const auto read = [](const std::string& text) {
    CsvStream stream = stream_of(text, 3);
    all_records(stream);
  };
  expect_error(ErrorKind::kInvalidInput, "t.csv: record 2: has 3 fields; the header has 2",
               [&] { read("a,b\n1,2\n1,2,3\n"); });
  expect_error(ErrorKind::kInvalidInput, "t.csv: record 1: has 1 field;", [&] { read("a,b\n1\n"); });
  expect_error(ErrorKind::kInvalidInput, "t.csv: record 1: column \"b\": an unquoted field contains a quote",
               [&] { read("a,b\n1,2\"3\n"); });
  expect_error(ErrorKind::kInvalidInput, "column \"a\": text follows the closing quote of a field",
               [&] { read("a,b\n\"1\"x,2\n"); });
  expect_error(ErrorKind::kInvalidInput, "record 2: column \"b\": a quote is opened but never closed",
               [&] { read("a,b\n1,2\n1,\"2\n"); });
  expect_error(ErrorKind::kInvalidInput, "column \"a\": a carriage return", [&] { read("a,b\n1\r2,2\n"); });
  expect_error(ErrorKind::kInvalidInput, "t.csv: empty", [&] { read(""); });
  expect_error(ErrorKind::kInvalidInput, "two columns \"a\"", [&] { read("a,a\n"); });
  expect_error(ErrorKind::kInvalidInput, "no column \"c\"", [&] { stream_of("a,b\n").column("c"); });
  expect_error(ErrorKind::kInvalidInput, "more than 1000 fields",
               [&] { read("a,b\n" + std::string(2000, ',')); });
}

TEST(CsvStream, LenientReadingContinuesAfterABrokenRecord) {
  const std::string text = "a,b\n1,2\n1,2,3\nx\"y,2\n\"3\"z,4\n5,6\n\"7,8\n";
  for (const std::size_t size : {1, 2, 5, 100}) {
    CsvStream stream = stream_of(text, size, BrokenRecords::kSkip);
    EXPECT_EQ(all_records(stream), (std::vector<Record>{{"1", "2"}, {"5", "6"}}));
    EXPECT_EQ(stream.skipped(), 4U);
    EXPECT_EQ(stream.records(), 6U);
    ASSERT_EQ(stream.complaints().size(), 4U);
    EXPECT_EQ(stream.complaints()[0], "t.csv: record 2: has 3 fields; the header has 2");
  }
}

TEST(CsvStream, LimitsKeptFieldsButNotSkippedOnes) {
  const std::string text = "a,b\n" + std::string(CsvStream::kMaxFieldBytes + 1, 'x') + ",2\n";
  CsvStream stream = stream_of(text);
  stream.keep({1});
  ASSERT_TRUE(stream.next());
  EXPECT_EQ(stream.field(1), "2");
  expect_error(ErrorKind::kInvalidInput, "a field has more than 16777216 bytes", [&] {
    CsvStream strict = stream_of(text);
    all_records(strict);
  });
}

}  // namespace
}  // namespace jtp
