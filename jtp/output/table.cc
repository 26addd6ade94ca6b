// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/table.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/files/csv.h"

namespace jtp {
namespace {

using Json = nlohmann::ordered_json;

std::string one_line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// The tags as a caption without a final line end.
std::string caption_of(const PictureRecord& row, CaptionStyle style) {
  style.end = CaptionEnd::kNothing;
  std::vector<std::string> names;
  for (const SelectedTag& tag : row.tags) names.emplace_back(tag.name);
  return format_caption(names, style);
}

class JsonLines : public TableWriter {
 public:
  std::string begin() override { return ""; }
  std::string row(const PictureRecord& row) override { return to_json(row) + "\n"; }
  std::string end() override { return ""; }
};

class CsvLong : public TableWriter {
 public:
  std::string begin() override { return csv_header(); }
  std::string row(const PictureRecord& row) override { return to_csv(row); }
  std::string end() override { return ""; }
};

// The format of JTP-3's script: a row per picture, a column per tag.
class CsvWide : public TableWriter {
 public:
  explicit CsvWide(std::vector<std::string> columns) : columns_(std::move(columns)) {}

  std::string begin() override {
    std::string header = "filename";
    for (const std::string& column : columns_) header += "," + csv_field(column);
    return header + "\n";
  }

  std::string row(const PictureRecord& row) override {
    if (row.tags.size() != columns_.size())
      fail(ErrorKind::kInternal, "{} scores for {} columns", row.tags.size(), columns_.size());
    std::string text = csv_field(row.file);
    for (const SelectedTag& tag : row.tags) fmt::format_to(std::back_inserter(text), ",{:.4f}", tag.score);
    return text += '\n';
  }

  std::string end() override { return ""; }

 private:
  std::vector<std::string> columns_;
};

// kohya's metadata file: a single object with one picture per line.
class KohyaJson : public TableWriter {
 public:
  explicit KohyaJson(CaptionStyle style) : style_(std::move(style)) {}

  std::string begin() override { return "{"; }

  std::string row(const PictureRecord& row) override {
    const Json value = {{"tags", caption_of(row, style_)},
                        {"image_size", {row.picture.width, row.picture.height}}};
    return fmt::format("{}\n{}: {}", std::exchange(separator_, ","), one_line(row.file), one_line(value));
  }

  std::string end() override { return "\n}\n"; }

 private:
  CaptionStyle style_;
  std::string_view separator_;
};

// The metadata.jsonl of a Hugging Face image folder.
class HfMetadata : public TableWriter {
 public:
  explicit HfMetadata(CaptionStyle style) : style_(std::move(style)) {}

  std::string begin() override { return ""; }

  std::string row(const PictureRecord& row) override {
    Json tags = Json::array();
    for (const SelectedTag& tag : row.tags) tags.push_back(tag.name);
    return one_line({{"file_name", row.file}, {"text", caption_of(row, style_)}, {"tags", tags}}) + "\n";
  }

  std::string end() override { return ""; }

 private:
  CaptionStyle style_;
};

}  // namespace

std::unique_ptr<TableWriter> make_table_writer(TableFormat format, const CaptionStyle& style,
                                               std::vector<std::string> columns) {
  switch (format) {
    case TableFormat::kJsonLines:
      return std::make_unique<JsonLines>();
    case TableFormat::kCsvLong:
      return std::make_unique<CsvLong>();
    case TableFormat::kCsvWide:
      return std::make_unique<CsvWide>(std::move(columns));
    case TableFormat::kKohyaJson:
      return std::make_unique<KohyaJson>(style);
    case TableFormat::kHfMetadata:
      return std::make_unique<HfMetadata>(style);
  }
  fail(ErrorKind::kInternal, "table format {}", static_cast<int>(format));
}

}  // namespace jtp
