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
  std::size_t line = 0;             // where it begins, from 1
  std::vector<std::string> fields;  // as many as the header has
};

// Reads a table with a header from memory, row by row, after RFC 4180: fields in double quotes may hold
// commas, line ends and doubled quotes; lines end with LF or CRLF. A UTF-8 byte order mark and empty lines
// are skipped. Anything else that breaks the format is an Error of `kind` whose message begins
// "<name>:<line>: ".
class CsvReader {
 public:
  CsvReader(std::string text, std::string name, ErrorKind kind);

  // The position of the first column with one of `names` (compared without regard to case and spaces around
  // it). Throws Error where there is none.
  std::size_t column(std::initializer_list<std::string_view> names) const;

  // The same for a column that a table need not have.
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

// `text` as one field: in quotes where RFC 4180 asks for them.
std::string csv_field(std::string_view text);

}  // namespace jtp
