// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/provenance.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/store/database.h"
#include "jtp/store/hash_bytes.h"
#include "jtp/store/path_range.h"

namespace jtp {
namespace {

constexpr std::int64_t kChunk = 256;

constexpr const char* kColumns =
    "path, format, model, picture_sha256, made_by_machine, tags, declined, sha256, time, insertion_begin, "
    "insertion_end, replaced";

// One line per tag, each with its line end, so that no tags and one empty tag differ.
std::string join_lines(const std::vector<std::string>& tags) {
  std::string text;
  for (const std::string& tag : tags) {
    if (tag.find('\n') != std::string::npos)
      fail(ErrorKind::kInternal, "the tag '{}' has a line end", tag.substr(0, tag.find('\n')));
    text += tag;
    text += '\n';
  }
  return text;
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> tags;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    tags.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return tags;
}

// Reads the columns kColumns, which start at column `first`.
WrittenFile read_written(const Query& row, int first) {
  return {
      .path = row.text(first),
      .format = row.text(first + 1),
      .model = row.text(first + 2),
      .picture_sha256 = hash_hex(row.bytes(first + 3)),
      .origin = row.integer(first + 4) != 0 ? FileOrigin::kMachine : FileOrigin::kUser,
      .tags = split_lines(row.bytes(first + 5)),
      .declined = split_lines(row.bytes(first + 6)),
      .sha256 = hash_hex(row.bytes(first + 7)),
      .insertion_begin = row.integer(first + 9),
      .insertion_end = row.integer(first + 10),
      .time = row.integer(first + 8),
      .replaced = row.is_null(first + 11) ? std::nullopt : std::optional(std::string(row.bytes(first + 11)))};
}

}  // namespace

WriteRecord Provenance::find(const std::string& path) const {
  Query rows =
      store_.database().query(fmt::format("SELECT intended, {} FROM written_file WHERE path = ?", kColumns),
                              {std::string_view(path)});
  WriteRecord record;
  while (rows.next()) (rows.integer(0) != 0 ? record.intended : record.written) = read_written(rows, 1);
  return record;
}

std::optional<WrittenFile> Provenance::find_settled(const std::string& path,
                                                    const std::string& sha256) const {
  WriteRecord record = find(path);
  const bool happened = record.intended && record.intended->sha256 == sha256;
  return happened ? std::move(record.intended) : std::move(record.written);
}

void Provenance::intend(const WrittenFile& file) {
  const std::string tags = join_lines(file.tags);
  const std::string declined = join_lines(file.declined);
  store_.database().execute(
      fmt::format(
          "INSERT OR REPLACE INTO written_file ({}, intended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
          kColumns),
      {std::string_view(file.path), std::string_view(file.format), std::string_view(file.model),
       Blob{hash_bytes(file.picture_sha256)}, file.origin == FileOrigin::kMachine ? 1 : 0,
       std::string_view(tags), std::string_view(declined), Blob{hash_bytes(file.sha256)}, file.time,
       file.insertion_begin, file.insertion_end,
       file.replaced ? SqlValue(Blob{*file.replaced}) : SqlValue(Null{})});
}

void Provenance::confirm(const std::string& path) {
  store_.transaction([&] {
    store_.database().execute(
        "DELETE FROM written_file WHERE path = ?1 AND NOT intended"
        " AND EXISTS (SELECT 1 FROM written_file WHERE path = ?1 AND intended)",
        {std::string_view(path)});
    store_.database().execute("UPDATE written_file SET intended = 0 WHERE path = ? AND intended",
                              {std::string_view(path)});
  });
}

void Provenance::abandon(const std::string& path) {
  store_.database().execute("DELETE FROM written_file WHERE path = ? AND intended", {std::string_view(path)});
}

void Provenance::forget(const std::string& path) {
  store_.database().execute("DELETE FROM written_file WHERE path = ?", {std::string_view(path)});
}

std::vector<std::string> Provenance::paths_of_picture(const std::string& picture_sha256) const {
  Query rows =
      store_.database().query("SELECT DISTINCT path FROM written_file WHERE picture_sha256 = ? ORDER BY path",
                              {Blob{hash_bytes(picture_sha256)}});
  std::vector<std::string> paths;
  while (rows.next()) paths.push_back(rows.text(0));
  return paths;
}

void Provenance::move(const std::string& from, const std::string& to) {
  store_.transaction([&] {
    copy(from, to);
    forget(from);
  });
}

void Provenance::copy(const std::string& from, const std::string& to) {
  store_.database().execute(
      fmt::format("INSERT OR REPLACE INTO written_file ({0}, intended)"
                  " SELECT ?, {1}, intended FROM written_file WHERE path = ?",
                  kColumns, std::string_view(kColumns).substr(std::string_view("path, ").size())),
      {std::string_view(to), std::string_view(from)});
}

void Provenance::for_each_written(const std::string& below,
                                  const std::function<void(const WrittenFile&)>& visit) const {
  const PathRange range = paths_below(below);
  std::string last = range.after;
  std::vector<WrittenFile> files;
  do {
    files = [&] {
      Query rows = store_.database().query(fmt::format("SELECT {} FROM written_file WHERE NOT intended AND "
                                                       "path > ? AND path < ? ORDER BY path LIMIT ?",
                                                       kColumns),
                                           {std::string_view(last), std::string_view(range.before), kChunk});
      std::vector<WrittenFile> chunk;
      while (rows.next()) chunk.push_back(read_written(rows, 0));
      return chunk;
    }();
    if (!files.empty()) last = files.back().path;
    for (const WrittenFile& file : files) visit(file);
  } while (!files.empty());
}

std::vector<std::string> Provenance::paths(const std::string& below) const {
  const PathRange range = paths_below(below);
  Query rows = store_.database().query(
      "SELECT DISTINCT path FROM written_file WHERE (path > ?1 AND path < ?2) OR path = ?3 ORDER BY path",
      {std::string_view(range.after), std::string_view(range.before), std::string_view(below)});
  std::vector<std::string> paths;
  while (rows.next()) paths.push_back(rows.text(0));
  return paths;
}

}  // namespace jtp
