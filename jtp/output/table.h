// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/output/caption.h"
#include "jtp/tags/selection.h"

namespace jtp {

// Formats that describe many pictures in one file (docs/formats.md, "Presets").
enum class TableFormat { kJsonLines, kCsvLong, kCsvWide, kKohyaJson, kHfMetadata };

// A picture as a table has it.
struct PictureRow {
  std::string file;  // as the reader of the table should name it; bytes
  std::string sha256;
  std::string model;
  int width = 0;  // pixels
  int height = 0;
  std::vector<SelectedTag> tags;  // kCsvWide: TagSelection::all(), the same tags in every row
};

// Writes the text of a table piece by piece: begin(), row() for each picture, end().
class TableWriter {
 public:
  virtual ~TableWriter() = default;
  virtual std::string begin() = 0;
  virtual std::string row(const PictureRow& row) = 0;
  virtual std::string end() = 0;
};

// `columns`: for kCsvWide, the names of its tags; `style`: of captions inside the table (kKohyaJson,
// kHfMetadata). Text is UTF-8; bytes of file names that are not become U+FFFD in JSON and stay as they are in
// CSV.
std::unique_ptr<TableWriter> make_table_writer(TableFormat format, const CaptionStyle& style,
                                               std::vector<std::string> columns);

}  // namespace jtp
