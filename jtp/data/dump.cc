// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/dump.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/data/packed_file.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

bool is_date(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00";
  if (text.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == '0' ? !is_digit : text[i] != kForm[i]) return false;
  }
  return true;
}

// The date in the name of a file of `table`; empty if the name has none, nothing for other files.
std::optional<std::string> date_of(std::string_view file, std::string_view table) {
  if (file.ends_with(".gz")) file.remove_suffix(3);
  if (!file.starts_with(table) || !file.ends_with(".csv")) return std::nullopt;
  file = file.substr(table.size(), file.size() - table.size() - 4);
  if (file.empty()) return "";
  if (file.front() == '-' && is_date(file.substr(1))) return std::string(file.substr(1));
  return std::nullopt;
}

using Tables = std::map<std::string, fs::path, std::less<>>;

std::optional<fs::path> take(const Tables& tables, std::string_view name) {
  const auto found = tables.find(name);
  if (found == tables.end()) return std::nullopt;
  return found->second;
}

}  // namespace

DumpFiles find_dump(const fs::path& folder) {
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  if (error) fail(ErrorKind::kNotFound, "{}: cannot read the folder: {}", folder.string(), error.message());
  std::map<std::string, Tables> by_date;
  for (const fs::directory_entry& entry : entries) {
    for (const std::string_view table :
         {"posts", "tags", "tag_aliases", "tag_implications", "post_versions"}) {
      const auto date = date_of(entry.path().filename().string(), table);
      if (!date) continue;
      fs::path& path = by_date[date->empty() ? "undated" : *date][std::string(table)];
      if (path.empty() || entry.path() < path) path = entry.path();  // prefers .csv to .csv.gz
    }
  }
  for (auto date = by_date.rbegin(); date != by_date.rend(); ++date) {
    const auto& [name, tables] = *date;
    const auto posts = take(tables, "posts");
    const auto tags = take(tables, "tags");
    if (!posts || !tags) continue;
    return {*posts,
            *tags,
            take(tables, "tag_aliases"),
            take(tables, "tag_implications"),
            name == "undated" ? "" : name,
            take(tables, "post_versions")};
  }
  fail(ErrorKind::kNotFound, "{}: no posts.csv[.gz] and tags.csv[.gz] of the same date", folder.string());
}

DumpTable::DumpTable(const fs::path& path, BrokenRecords broken) {
  auto file = std::make_shared<UnpackedFile>(path);
  blocks_ = std::make_unique<ReadAhead>([file](std::span<char> out) { return file->read(out); });
  records_ =
      std::make_unique<CsvStream>([blocks = blocks_.get()] { return blocks->next(); }, path.string(), broken);
}

void SkippedRecords::add(const CsvStream& records) {
  count += records.skipped();
  for (const std::string& complaint : records.complaints()) {
    if (first.size() < CsvStream::kMaxComplaints) first.push_back(complaint);
  }
}

}  // namespace jtp
