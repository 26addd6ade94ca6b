// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/csv_stream.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <set>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/text.h"

namespace jtp {
namespace {

// A record that is broken in the middle. Caught in next(), which decides whether to stop or to skip it.
struct BrokenRecord {
  std::string what;
};

constexpr std::uint64_t kEveryByte = 0x0101010101010101;

// Sets the high bit of each byte of `word` that equals `byte`. Exact up to the first such byte, which is all
// that is needed.
constexpr std::uint64_t bytes_equal(std::uint64_t word, char byte) {
  const std::uint64_t difference = word ^ (kEveryByte * static_cast<unsigned char>(byte));
  return (difference - kEveryByte) & ~difference & (kEveryByte << 7);
}

// The first byte that may end an unquoted field, or `end`.
const char* find_special(const char* begin, const char* end) {
  static_assert(std::endian::native == std::endian::little);
  for (; end - begin >= 8; begin += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, begin, sizeof word);
    const std::uint64_t hits =
        bytes_equal(word, ',') | bytes_equal(word, '\n') | bytes_equal(word, '\r') | bytes_equal(word, '"');
    if (hits != 0) return begin + std::countr_zero(hits) / 8;
  }
  return std::find_if(begin, end, [](char c) { return c == ',' || c == '\n' || c == '\r' || c == '"'; });
}

}  // namespace

CsvStream::CsvStream(NextBlock next_block, std::string name, BrokenRecords broken)
    : next_block_(std::move(next_block)), name_(std::move(name)), broken_(broken) {
  read_header();
}

void CsvStream::read_header() {
  slot_of_column_.resize(kMaxColumns);
  slots_.resize(kMaxColumns);
  for (std::size_t i = 0; i < kMaxColumns; ++i) slot_of_column_[i] = static_cast<std::int32_t>(i);
  try {
    if (!read_record()) fail(ErrorKind::kInvalidInput, "{}: empty; a header is expected", name_);
  } catch (const BrokenRecord& broken) {
    fail(ErrorKind::kInvalidInput, "{}: header: {}", name_, broken.what);
  }
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < column_; ++i) {
    std::string_view text = field(i).value_or("");
    if (i == 0 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    header_.emplace_back(text);
  }
  for (const std::string& column : header_) {
    if (!names.insert(column).second)
      fail(ErrorKind::kInvalidInput, "{}: the header has two columns {:?}", name_, column.substr(0, 80));
  }
  keep({});
}

std::optional<std::size_t> CsvStream::find_column(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  if (found == header_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header_.begin());
}

std::size_t CsvStream::column(std::string_view name) const {
  const auto found = find_column(name);
  if (!found) fail(ErrorKind::kInvalidInput, "{}: the header has no column {:?}", name_, name);
  return *found;
}

void CsvStream::keep(const std::vector<std::size_t>& columns) {
  slot_of_column_.assign(header_.size(), -1);
  slots_.assign(columns.size(), {});
  for (std::size_t i = 0; i < columns.size(); ++i) slot_of_column_[columns[i]] = static_cast<std::int32_t>(i);
}

bool CsvStream::next() {
  while (true) {
    try {
      if (!read_record()) return false;
      ++records_;
      if (column_ == header_.size()) return true;
      note(fmt::format("has {}; the header has {}", counted(column_, "field"), header_.size()));
    } catch (const BrokenRecord& broken) {
      ++records_;
      note(fmt::format("column {:?}: {}", column_ < header_.size() ? header_[column_].substr(0, 80) : "",
                       broken.what));
      skip_line();
    }
  }
}

std::optional<std::string_view> CsvStream::field(std::size_t column) const {
  const Slot& slot = slots_[static_cast<std::size_t>(slot_of_column_[column])];
  if (slot.is_null) return std::nullopt;
  if (slot.is_saved) return std::string_view(saved_).substr(slot.saved_at, slot.size);
  return std::string_view(slot.data, slot.size);
}

void CsvStream::complain(std::size_t column, std::string_view what) {
  note(fmt::format("column {:?}: {}", header_[column].substr(0, 80), what));
}

// Records that a record is broken; an error unless broken records are skipped.
void CsvStream::note(std::string_view what) {
  const std::string message = fmt::format("{}: record {}: {}", name_, records_, what);
  if (broken_ == BrokenRecords::kStop) throw Error(ErrorKind::kInvalidInput, message);
  ++skipped_;
  if (complaints_.size() < kMaxComplaints) complaints_.push_back(message);
}

// Sets column_ to the number of fields. False at the end of the table.
bool CsvStream::read_record() {
  saved_.clear();
  partial_.clear();
  column_ = 0;
  for (Slot& slot : slots_) slot = {};
  do {
    if (cursor_ == end_ && !refill()) return false;
    while (cursor_ != end_ && (*cursor_ == '\n' || *cursor_ == '\r')) ++cursor_;
  } while (cursor_ == end_);
  End end = End::kField;
  while (end == End::kField) {
    const bool is_kept = column_ < slot_of_column_.size() && slot_of_column_[column_] >= 0;
    end = read_field(is_kept ? &slots_[static_cast<std::size_t>(slot_of_column_[column_])] : nullptr);
    if (++column_ > kMaxColumns) throw BrokenRecord{fmt::format("more than {} fields", kMaxColumns)};
  }
  return true;
}

CsvStream::End CsvStream::read_field(Slot* slot) {
  if (cursor_ == end_ && !refill()) return End::kFile;  // NULL after the last comma
  return *cursor_ == '"' ? read_quoted(slot) : read_plain(slot);
}

CsvStream::End CsvStream::read_plain(Slot* slot) {
  const char* begin = cursor_;
  while (true) {
    cursor_ = find_special(cursor_, end_);
    if (cursor_ != end_) break;
    set_aside(slot, begin, cursor_);
    const bool more = refill();
    begin = cursor_;
    if (!more) break;
  }
  if (cursor_ != end_ && *cursor_ == '"') throw BrokenRecord{"an unquoted field contains a quote"};
  if (slot != nullptr) slot->is_null = begin == cursor_ && partial_.empty();
  finish(slot, begin, cursor_);
  return read_end();
}

CsvStream::End CsvStream::read_quoted(Slot* slot) {
  const char* begin = ++cursor_;
  while (true) {
    const auto* quote =
        cursor_ == end_
            ? nullptr
            : static_cast<const char*>(std::memchr(cursor_, '"', static_cast<std::size_t>(end_ - cursor_)));
    if (quote == nullptr) {
      set_aside(slot, begin, end_);
      if (!refill()) throw BrokenRecord{"a quote is opened but never closed"};
      begin = cursor_;
      continue;
    }
    cursor_ = quote + 1;
    if (cursor_ == end_) {
      set_aside(slot, begin, quote);
      refill();
      begin = quote = cursor_;
    }
    if (cursor_ == end_ || *cursor_ != '"') {
      if (slot != nullptr) slot->is_null = false;
      finish(slot, begin, quote);
      return read_end();
    }
    set_aside(slot, begin, quote);
    begin = cursor_++;  // the second of two quotes stands for one
  }
}

// What follows a field.
CsvStream::End CsvStream::read_end() {
  if (cursor_ == end_ && !refill()) return End::kFile;
  if (*cursor_ == ',') {
    ++cursor_;
    return End::kField;
  }
  if (*cursor_ == '\r') {
    ++cursor_;
    if (cursor_ == end_ && !refill()) return End::kFile;
    if (*cursor_ != '\n') throw BrokenRecord{"a carriage return without a line feed"};
  }
  if (*cursor_ != '\n') throw BrokenRecord{"text follows the closing quote of a field"};
  ++cursor_;
  return End::kRecord;
}

// The field ends with [begin, end) of the block, after the part saved earlier.
void CsvStream::finish(Slot* slot, const char* begin, const char* end) {
  if (slot == nullptr) return;
  if (partial_.empty()) {
    slot->data = begin;
    slot->size = static_cast<std::size_t>(end - begin);
    return;
  }
  set_aside(slot, begin, end);
  slot->saved_at = saved_.size();
  slot->size = partial_.size();
  slot->is_saved = true;
  saved_ += partial_;
  partial_.clear();
}

void CsvStream::set_aside(const Slot* slot, const char* begin, const char* end) {
  if (slot == nullptr) return;
  partial_.append(begin, end);
  if (partial_.size() > kMaxFieldBytes)
    throw BrokenRecord{fmt::format("a field has more than {} bytes", kMaxFieldBytes)};
}

// The block is used up: saves the part of the record's fields in it and fetches the next block.
bool CsvStream::refill() {
  for (Slot& slot : slots_) {
    if (slot.is_saved || slot.data == nullptr) continue;
    slot.saved_at = saved_.size();
    slot.is_saved = true;
    saved_.append(slot.data, slot.size);
  }
  if (at_end_) return false;
  const std::span<const char> block = next_block_();
  at_end_ = block.empty();
  cursor_ = block.data();
  end_ = cursor_ + block.size();
  return !at_end_;
}

void CsvStream::skip_line() {
  while (true) {
    cursor_ = std::find(cursor_, end_, '\n');
    if (cursor_ != end_ || !refill()) return;
  }
}

}  // namespace jtp
