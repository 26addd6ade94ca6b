// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/output/caption.h"
#include "jtp/output/record.h"

namespace jtp {

// Formats that describe many pictures in one file (docs/formats.md, "Presets").
enum class TableFormat { kJsonLines, kCsvLong, kCsvWide, kKohyaJson, kHfMetadata };

// Writes a table piece by piece: begin(), row() for each picture, end(). The records must have no errors, and
// their file names are those for readers of the table. For kCsvWide, their tags are TagSelection::all(), the
// same ones in every row.
class TableWriter {
 public:
  virtual ~TableWriter() = default;
  virtual std::string begin() = 0;
  virtual std::string row(const PictureRecord& row) = 0;
  virtual std::string end() = 0;
};

// `columns`: for kCsvWide, the names of its tags; `style`: for captions inside the table (kKohyaJson,
// kHfMetadata). The text is UTF-8. Bytes of file names that are not UTF-8 become U+FFFD in JSON and are kept
// in CSV.
std::unique_ptr<TableWriter> make_table_writer(TableFormat format, const CaptionStyle& style,
                                               std::vector<std::string> columns);

}  // namespace jtp
