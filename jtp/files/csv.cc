// SPDX-License-Identifier: Apache-2.0
#include "jtp/files/csv.h"

#include <algorithm>
#include <utility>

#include "jtp/base/text.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxColumns =
    1000;  // bounds the memory of a row; the tables of docs/formats.md have 2 to 6 columns

}  // namespace

CsvReader::CsvReader(std::string text, std::string name, ErrorKind kind)
    : text_(std::move(text)), name_(std::move(name)), kind_(kind) {
  take("\xEF\xBB\xBF");
  std::optional<CsvRow> header = read_record();
  if (!header) fail_at(1, "the table is empty; a header is expected");
  header_ = std::move(header->fields);
  for (std::string& column : header_) column = lower_case(underscored(column));
}

std::optional<std::size_t> CsvReader::find_column(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    const auto found = std::find(header_.begin(), header_.end(), name);
    if (found != header_.end()) return static_cast<std::size_t>(found - header_.begin());
  }
  return std::nullopt;
}

std::size_t CsvReader::column(std::initializer_list<std::string_view> names) const {
  const auto found = find_column(names);
  if (!found) fail_at(1, fmt::format("the header has no column \"{}\"", *names.begin()));
  return *found;
}

std::optional<CsvRow> CsvReader::next() {
  std::optional<CsvRow> row = read_record();
  if (row && row->fields.size() != header_.size()) {
    fail_at(row->line,
            fmt::format("has {}; the header has {}", counted(row->fields.size(), "field"), header_.size()));
  }
  return row;
}

void CsvReader::fail_at(std::size_t line, std::string_view message) const {
  fail(kind_, "{}:{}: {}", name_, line, message);
}

bool CsvReader::take(std::string_view expected) {
  if (!std::string_view(text_).substr(position_).starts_with(expected)) return false;
  position_ += expected.size();
  return true;
}

std::optional<CsvRow> CsvReader::read_record() {
  while (take("\n") || take("\r\n")) ++line_;
  if (position_ == text_.size()) return std::nullopt;
  CsvRow row{line_, {}};
  do {
    if (row.fields.size() == kMaxColumns)
      fail_at(row.line, fmt::format("has more than {} fields", kMaxColumns));
    row.fields.push_back(read_field());
  } while (take(","));
  if (take("\n") || take("\r\n")) {
    ++line_;
  } else if (position_ != text_.size()) {
    fail_at(line_, "text follows the closing quote of a field");
  }
  return row;
}

std::string CsvReader::read_field() {
  if (take("\"")) return read_quoted();
  std::size_t end = std::min(text_.find_first_of(",\n", position_), text_.size());
  if (end < text_.size() && text_[end] == '\n' && end > position_ && text_[end - 1] == '\r') --end;
  std::string field = text_.substr(position_, end - position_);
  if (field.find('"') != std::string::npos) fail_at(line_, "an unquoted field contains a quote");
  if (field.find('\r') != std::string::npos) fail_at(line_, "a carriage return without a line feed");
  position_ = end;
  return field;
}

std::string CsvReader::read_quoted() {
  const std::size_t first_line = line_;
  std::string field;
  while (true) {
    const std::size_t quote = text_.find('"', position_);
    if (quote == std::string::npos) fail_at(first_line, "a quote is opened but never closed");
    field.append(text_, position_, quote - position_);
    line_ += static_cast<std::size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(position_),
                                                 text_.begin() + static_cast<std::ptrdiff_t>(quote), '\n'));
    position_ = quote + 1;
    if (!take("\"")) return field;
    field += '"';
  }
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace jtp
