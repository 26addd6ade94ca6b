// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/base/error.h"

namespace jtp {

struct CsvRow {
  std::size_t line = 0;             // of its beginning, counted from 1
  std::vector<std::string> fields;  // as many as the header has
};

// Reads a table with a header from memory, row by row (RFC 4180): fields in double quotes may contain commas,
// line ends and doubled quotes; lines end with LF or CRLF. A UTF-8 byte order mark and empty lines are
// skipped. Anything else that breaks the format is an Error of `kind` whose message begins with
// "<name>:<line>: ".
class CsvReader {
 public:
  CsvReader(std::string text, std::string name, ErrorKind kind);

  // The position of the first column with one of these names, ignoring case and surrounding spaces. Throws
  // Error if there is none.
  std::size_t column(std::initializer_list<std::string_view> names) const;

  // The same for an optional column.
  std::optional<std::size_t> find_column(std::initializer_list<std::string_view> names) const;

  // The next row, or nothing at the end.
  std::optional<CsvRow> next();

  [[noreturn]] void fail_at(std::size_t line, std::string_view message) const;

 private:
  std::optional<CsvRow> read_record();
  std::string read_field();
  std::string read_quoted();
  bool take(std::string_view expected);

  std::string text_;
  std::string name_;
  ErrorKind kind_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
  std::vector<std::string> header_;
};

// `text` as one field, quoted if RFC 4180 requires it.
std::string csv_field(std::string_view text);

}  // namespace jtp
