// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/thresholds.h"

#include <limits>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"
#include "jtp/base/text.h"
#include "jtp/files/csv.h"
#include "jtp/files/text_file.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;
constexpr float kNever = std::numeric_limits<float>::infinity();

bool is_probability(float value) { return value >= 0.0F && value <= 1.0F; }  // false for NaN

float require_probability(float threshold) {
  if (!is_probability(threshold))
    fail(ErrorKind::kUsage, "a threshold must be between 0 and 1, not {}", threshold);
  return threshold;
}

// `text`: one field of the table, trimmed, not empty.
float parse_threshold(std::string_view text, const CsvReader& table, std::size_t line) {
  const std::string_view shown = text.substr(0, 40);
  const auto value = parse_number<double>(text);
  if (value && *value < 0.0) {
    table.fail_at(line,
                  fmt::format("threshold {:?} is negative: thresholds are probabilities, 0...1, not the "
                              "-1...1 of JTP-3's options",
                              shown));
  }
  if (!value || !is_probability(static_cast<float>(*value))) {
    table.fail_at(line, fmt::format("threshold {:?} is not a number between 0 and 1", shown));
  }
  return static_cast<float>(*value);
}

}  // namespace

Thresholds::Thresholds(float global) : global_(require_probability(global)) {}

void Thresholds::set_category(TagCategory category, float threshold) {
  by_category_[static_cast<std::size_t>(category)] = require_probability(threshold);
}

std::vector<std::string> Thresholds::load_csv(const std::filesystem::path& path,
                                              const Vocabulary& vocabulary) {
  return parse_csv(read_text_file(path, kMaxFileBytes, ErrorKind::kInvalidInput), path.string(), vocabulary);
}

std::vector<std::string> Thresholds::parse_csv(std::string_view text, std::string_view source,
                                               const Vocabulary& vocabulary) {
  CsvReader table(std::string(text), std::string(source), ErrorKind::kInvalidInput);
  const std::size_t tag = table.column({"tag", "name"});
  const std::size_t threshold = table.column({"threshold"});
  std::vector<std::optional<float>> by_tag(static_cast<std::size_t>(vocabulary.size()));
  std::vector<std::string> unknown;
  while (auto row = table.next()) {
    const std::string_view value = trimmed(row->fields[threshold]);
    const float parsed = value.empty() ? kNever : parse_threshold(value, table, row->line);
    const auto index = vocabulary.find(row->fields[tag]);
    if (!index) {
      unknown.push_back(std::move(row->fields[tag]));
      continue;
    }
    auto& slot = by_tag[static_cast<std::size_t>(*index)];
    if (slot) table.fail_at(row->line, fmt::format("tag {:?} is listed twice", vocabulary.name(*index)));
    slot = parsed;
  }
  by_tag_ = std::move(by_tag);
  return unknown;
}

std::optional<float> Thresholds::of_category(TagCategory category) const {
  return by_category_[static_cast<std::size_t>(category)];
}

std::optional<float> Thresholds::of_tag(int index) const {
  return by_tag_.empty() ? std::nullopt : by_tag_[static_cast<std::size_t>(index)];
}

float Thresholds::operator()(int index, const Vocabulary& vocabulary) const {
  if (const auto own = of_tag(index)) return *own;
  return of_category(vocabulary.category(index)).value_or(global_);
}

}  // namespace jtp
