// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/threshold_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"
#include "jtp/base/text.h"
#include "jtp/files/csv.h"
#include "jtp/files/text_file.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30;  // 9,083 tags times 1,000 thresholds

constexpr double kMaxCells = 0x1p53;  // the limit for exact counts in a double

struct GridRow {
  double threshold = 0;
  Confusion counts;
  std::size_t line = 0;
};

class GridReader {
 public:
  GridReader(std::string text, const std::string& source)
      : table_(std::move(text), source, ErrorKind::kInvalidInput),
        tag_(table_.column({"tag", "name"})),
        columns_{table_.column({"threshold"}), table_.column({"tp"}), table_.column({"fp"}),
                 table_.column({"tn"}), table_.column({"fn"})} {}

  std::vector<std::vector<GridRow>> read(const Vocabulary& vocabulary) {
    std::vector<std::vector<GridRow>> rows(static_cast<std::size_t>(vocabulary.size()));
    while (const auto row = table_.next()) {
      const auto tag = vocabulary.find(row->fields[tag_]);
      if (!tag) continue;
      rows[static_cast<std::size_t>(*tag)].push_back(parse(*row));
    }
    return rows;
  }

  ScoreCurve curve_of(std::vector<GridRow> rows) const;

 private:
  double number(const CsvRow& row, std::size_t column) const {
    const std::string_view text = trimmed(row.fields[columns_[column]]);
    const auto value = parse_number<double>(text);
    if (!value || !(*value >= 0 && *value <= kMaxCells))
      table_.fail_at(row.line, fmt::format("{:?} is not a number from 0 to 2^53", text.substr(0, 40)));
    return *value;
  }

  GridRow parse(const CsvRow& row) const {
    const GridRow parsed{
        .threshold = number(row, 0),
        .counts = {.tp = number(row, 1), .fp = number(row, 2), .tn = number(row, 3), .fn = number(row, 4)},
        .line = row.line};
    if (parsed.threshold > 1)
      table_.fail_at(row.line, fmt::format("the threshold must be 0 to 1, not {}", parsed.threshold));
    return parsed;
  }

  CsvReader table_;
  std::size_t tag_;
  std::array<std::size_t, 5> columns_;
};

// Cells that score between two thresholds of the grid become a step at the higher one.
ScoreCurve GridReader::curve_of(std::vector<GridRow> rows) const {
  std::sort(rows.begin(), rows.end(),
            [](const GridRow& a, const GridRow& b) { return a.threshold < b.threshold; });
  const double positives = rows.front().counts.positives(), negatives = rows.front().counts.negatives();
  std::vector<ScoreStep> steps;
  Confusion above{.tp = positives, .fp = negatives, .tn = 0, .fn = 0};
  const auto add_step = [&](double score, const Confusion& counts, std::size_t line) {
    if (counts.tp > above.tp || counts.fp > above.fp)
      table_.fail_at(line, "tp or fp is greater than at a lower threshold");
    steps.push_back({.score = score,
                     .positives = above.tp - counts.tp,
                     .negatives = above.fp - counts.fp,
                     .mean = score});
    above = counts;
  };
  for (const GridRow& row : rows) {
    if (row.counts.positives() != positives || row.counts.negatives() != negatives)
      table_.fail_at(row.line, "tp + fn or fp + tn differs from the tag's other rows");
    if (!steps.empty() && steps.back().score == row.threshold)
      table_.fail_at(row.line, "this threshold occurs twice");
    add_step(row.threshold, row.threshold < 1 ? row.counts : Confusion(), row.line);
  }
  if (rows.back().threshold < 1) add_step(1, {}, rows.back().line);
  return ScoreCurve(std::move(steps), StepKind::kBins);
}

}  // namespace

std::string threshold_table(const Vocabulary& vocabulary, std::span<const int> tags,
                            std::span<const ChosenThreshold> thresholds) {
  std::string text = "tag,threshold,metric,labels,basis\n";
  for (std::size_t i = 0; i < tags.size(); ++i) {
    const ChosenThreshold& chosen = thresholds[i];
    text += fmt::format("{},{},{:.6g},{:.6g},{}\n", csv_field(vocabulary.name(tags[i])),
                        std::isinf(chosen.threshold) ? "" : fmt::format("{}", chosen.threshold), chosen.merit,
                        chosen.labels, chosen.basis == ThresholdBasis::kOwn ? "own" : "group");
  }
  return text;
}

std::vector<std::optional<ScoreCurve>> read_threshold_grid(const std::filesystem::path& path,
                                                           const Vocabulary& vocabulary) {
  return parse_threshold_grid(read_text_file(path, kMaxFileBytes, ErrorKind::kInvalidInput), path.string(),
                              vocabulary);
}

std::vector<std::optional<ScoreCurve>> parse_threshold_grid(std::string text, const std::string& source,
                                                            const Vocabulary& vocabulary) {
  GridReader reader(std::move(text), source);
  std::vector<std::vector<GridRow>> rows = reader.read(vocabulary);
  std::vector<std::optional<ScoreCurve>> curves(rows.size());
  for (std::size_t tag = 0; tag < rows.size(); ++tag) {
    if (!rows[tag].empty()) curves[tag] = reader.curve_of(std::move(rows[tag]));
  }
  return curves;
}

}  // namespace jtp
