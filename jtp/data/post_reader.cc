// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/post_reader.h"

#include <vector>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"

namespace jtp {
namespace {

std::optional<std::uint8_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<std::int64_t> parse_id(std::string_view text) {
  const auto id = parse_number<std::int64_t>(text);
  return id && *id >= 0 ? id : std::nullopt;
}

}  // namespace

std::optional<Md5> parse_md5(std::string_view text) {
  Md5 md5{};
  if (text.size() != 2 * md5.size()) return std::nullopt;
  for (std::size_t i = 0; i < md5.size(); ++i) {
    const auto high = hex_digit(text[2 * i]);
    const auto low = hex_digit(text[2 * i + 1]);
    if (!high || !low) return std::nullopt;
    md5[i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  return md5;
}

std::string to_string(const Md5& md5) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : md5) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::optional<Rating> parse_rating(std::string_view text) {
  if (text == "s") return Rating::kSafe;
  if (text == "q") return Rating::kQuestionable;
  if (text == "e") return Rating::kExplicit;
  return std::nullopt;
}

char letter(Rating rating) { return "sqe"[static_cast<int>(rating)]; }

PostReader::Columns::Columns(CsvStream& records)
    : id(records.column("id")),
      md5(records.column("md5")),
      rating(records.column("rating")),
      tag_string(records.column("tag_string")),
      is_deleted(records.column("is_deleted")),
      file_ext(records.find_column("file_ext")),
      parent_id(records.find_column("parent_id")),
      is_pending(records.find_column("is_pending")),
      is_flagged(records.find_column("is_flagged")) {
  std::vector<std::size_t> wanted = {id, md5, rating, tag_string, is_deleted};
  for (const auto& column : {file_ext, parent_id, is_pending, is_flagged}) {
    if (column) wanted.push_back(*column);
  }
  records.keep(wanted);
}

PostReader::PostReader(const std::filesystem::path& path, BrokenRecords broken)
    : table_(path, broken), columns_(table_.records()) {}

std::optional<Post> PostReader::next() {
  while (table_.records().next()) {
    Post post;
    if (read(post)) return post;
  }
  return std::nullopt;
}

// 't' or 'f'; the earliest rows have NULL for false. For other text it complains and returns nothing.
std::optional<bool> PostReader::flag(std::size_t column) {
  const std::string_view value = text(column);
  if (value == "t") return true;
  if (value == "f" || value.empty()) return false;
  table_.records().complain(column, fmt::format("must be t or f, not {:?}", value.substr(0, 80)));
  return std::nullopt;
}

bool PostReader::read(Post& post) {
  CsvStream& records = table_.records();
  const auto refuse = [&](std::size_t column, std::string_view expected) {
    records.complain(column, fmt::format("must be {}, not {:?}", expected, text(column).substr(0, 80)));
    return false;
  };
  const auto id = parse_id(text(columns_.id));
  if (!id) return refuse(columns_.id, "the number of a post");
  post.id = *id;
  post.md5 = parse_md5(text(columns_.md5));
  if (!post.md5 && !text(columns_.md5).empty())
    return refuse(columns_.md5, "an MD5 of 32 hexadecimal digits");
  const auto rating = parse_rating(text(columns_.rating));
  if (!rating && !text(columns_.rating).empty()) return refuse(columns_.rating, "a rating (s, q or e)");
  post.rating = rating.value_or(Rating::kExplicit);
  post.tag_string = text(columns_.tag_string);
  if (columns_.file_ext) post.file_ext = text(*columns_.file_ext);
  if (columns_.parent_id && !text(*columns_.parent_id).empty()) {
    post.parent_id = parse_id(text(*columns_.parent_id));
    if (!post.parent_id) return refuse(*columns_.parent_id, "the number of a post");
  }
  const auto read_flag = [&](const std::optional<std::size_t>& column, bool& value) {
    const auto found = column ? flag(*column) : std::optional(false);
    value = found.value_or(false);
    return found.has_value();
  };
  return read_flag(columns_.is_deleted, post.is_deleted) && read_flag(columns_.is_pending, post.is_pending) &&
         read_flag(columns_.is_flagged, post.is_flagged);
}

}  // namespace jtp
