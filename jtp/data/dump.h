// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/data/csv_stream.h"
#include "jtp/data/read_ahead.h"

namespace jtp {

// The tables of an export of e621's database that jtp uses.
struct DumpFiles {
  std::filesystem::path posts;
  std::filesystem::path tags;
  std::optional<std::filesystem::path> tag_aliases;
  std::optional<std::filesystem::path> tag_implications;
  std::string date;  // "2026-01-01" if the names have a date, otherwise empty
  std::optional<std::filesystem::path> post_versions{};
};

// Finds posts, tags, tag_aliases, tag_implications and post_versions, each named NAME.csv, NAME.csv.gz,
// NAME-2026-01-01.csv or NAME-2026-01-01.csv.gz. The site no longer dates its files, so undated names count
// as the newest; otherwise the newest date with both posts and tags is used. Throws Error kNotFound naming
// the folder.
DumpFiles find_dump(const std::filesystem::path& folder);

// A table of a dump, unpacked in a separate thread.
class DumpTable {
 public:
  // Throws what UnpackedFile and CsvStream throw.
  DumpTable(const std::filesystem::path& path, BrokenRecords broken);

  CsvStream& records() { return *records_; }

 private:
  std::unique_ptr<ReadAhead> blocks_;
  std::unique_ptr<CsvStream> records_;
};

// The broken records of a table that were skipped.
struct SkippedRecords {
  std::uint64_t count = 0;
  std::vector<std::string> first;  // the first messages
  void add(const CsvStream& records);
};

}  // namespace jtp
