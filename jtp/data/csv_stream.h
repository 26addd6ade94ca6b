// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// What to do with a record that breaks the format.
enum class BrokenRecords {
  kStop,  // stop reading with an Error
  kSkip,  // skip, count and describe it
};

// Reads a table of any length record by record, in the dialect of PostgreSQL's COPY ... WITH CSV HEADER:
// fields are separated by commas; fields in double quotes may contain commas, line ends and doubled quotes;
// an empty field is NULL if unquoted and an empty text if quoted. Records end with LF or CRLF, which may be
// missing after the last one; empty lines are skipped. Only the kept columns are read. Other columns may have
// any length and are skipped without copying.
//
// Errors are kInvalidInput and name the file, the record (from 1, without the header) and the column.
class CsvStream {
 public:
  // The next bytes of the table, valid until the next call; empty at the end.
  using NextBlock = std::function<std::span<const char>()>;

  static constexpr std::size_t kMaxColumns = 1000;
  static constexpr std::size_t kMaxFieldBytes = std::size_t{16} << 20;  // for a kept field
  static constexpr std::size_t kMaxComplaints = 10;

  // Reads the header. Throws Error if it is missing, broken or names a column twice.
  CsvStream(NextBlock next_block, std::string name, BrokenRecords broken);

  const std::string& name() const { return name_; }
  const std::vector<std::string>& header() const { return header_; }
  std::optional<std::size_t> find_column(std::string_view name) const;
  std::size_t column(std::string_view name) const;  // throws Error if the header has no such column

  // Selects the columns that field() returns from now on.
  void keep(const std::vector<std::size_t>& columns);

  // Moves to the next record; false at the end.
  bool next();

  // A kept column of the record, by its position in the header; nothing for NULL. Valid until next().
  std::optional<std::string_view> field(std::size_t column) const;

  // Reports that the record breaks a rule of the caller: throws, or counts it as skipped.
  void complain(std::size_t column, std::string_view what);

  std::uint64_t records() const { return records_; }  // read so far, including skipped ones
  std::uint64_t skipped() const { return skipped_; }
  const std::vector<std::string>& complaints() const { return complaints_; }  // the first ones

 private:
  enum class End { kField, kRecord, kFile };

  struct Slot {
    const char* data = nullptr;
    std::size_t size = 0;
    std::size_t saved_at = 0;  // offset into saved_ if is_saved
    bool is_saved = false;
    bool is_null = true;
  };

  bool read_record();
  End read_field(Slot* slot);
  End read_quoted(Slot* slot);
  End read_plain(Slot* slot);
  End read_end();
  void finish(Slot* slot, const char* begin, const char* end);
  void set_aside(const Slot* slot, const char* begin, const char* end);
  bool refill();
  void skip_line();
  void read_header();
  [[noreturn]] void broken(std::string_view what) const;
  void note(std::string_view what);
  std::string place(std::size_t column) const;

  NextBlock next_block_;
  std::string name_;
  BrokenRecords broken_;
  std::vector<std::string> header_;
  std::vector<std::int32_t> slot_of_column_;  // -1: not kept
  std::vector<Slot> slots_;
  std::string saved_;    // the record's kept fields that are no longer in the block
  std::string partial_;  // the beginning of the current field if it is no longer in the block
  const char* cursor_ = nullptr;
  const char* end_ = nullptr;
  bool at_end_ = false;
  std::size_t column_ = 0;  // the current column
  std::uint64_t records_ = 0;
  std::uint64_t skipped_ = 0;
  std::vector<std::string> complaints_;
};

}  // namespace jtp
