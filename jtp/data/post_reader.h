// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "jtp/data/dump.h"

namespace jtp {

using Md5 = std::array<std::uint8_t, 16>;

// From 32 hexadecimal digits; nothing for other text.
std::optional<Md5> parse_md5(std::string_view text);
std::string to_string(const Md5& md5);

enum class Rating : std::uint8_t { kSafe, kQuestionable, kExplicit };

// 's', 'q', 'e'; nothing for others.
std::optional<Rating> parse_rating(std::string_view text);
char letter(Rating rating);

// One row of the table of posts. The texts stay valid until the next row is read.
struct Post {
  std::int64_t id = 0;
  std::optional<Md5> md5;             // the earliest rows have none
  Rating rating = Rating::kExplicit;  // if the column is empty or missing, the strictest rating
  std::string_view tag_string;        // names separated by spaces
  std::string_view file_ext;
  std::optional<std::int64_t> parent_id;
  bool is_deleted = false;
  bool is_pending = false;
  bool is_flagged = false;
};

// Reads the table of posts with 29, 32 or any other number of columns: columns are found by name. Required
// are id, md5, rating, tag_string and is_deleted.
class PostReader {
 public:
  // Throws what DumpTable throws; so does next().
  PostReader(const std::filesystem::path& path, BrokenRecords broken);

  // The next post, or nothing at the end.
  std::optional<Post> next();

  const CsvStream& records() { return table_.records(); }

 private:
  bool read(Post& post);
  std::string_view text(std::size_t column) { return table_.records().field(column).value_or(""); }
  std::optional<bool> flag(std::size_t column);

  struct Columns {
    explicit Columns(CsvStream& records);
    std::size_t id, md5, rating, tag_string, is_deleted;
    std::optional<std::size_t> file_ext, parent_id, is_pending, is_flagged;
  };

  DumpTable table_;
  Columns columns_;
};

}  // namespace jtp
