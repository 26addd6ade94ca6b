// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/omission.h"

#include <cmath>
#include <optional>
#include <string>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"
#include "jtp/files/csv.h"
#include "jtp/files/text_file.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20;
constexpr double kStrength = 20;  // the hyperprior counts as this many checked pictures (docs/prior.md)

double hyperprior_mean(TagCategory category) {
  switch (category) {
    case TagCategory::kGeneral:
      return 0.30;
    case TagCategory::kSpecies:
      return 0.20;
    case TagCategory::kCopyright:
      return 0.15;
    default:
      return 0.35;
  }
}

float rate_after(double mean, const OmissionCount& count) {
  return static_cast<float>((count.omitted + kStrength * mean) / (count.checked + kStrength));
}

std::optional<double> parse_count(const std::string& text) {
  const auto count = parse_number<double>(text);
  return count && std::isfinite(*count) && *count >= 0 ? count : std::nullopt;
}

}  // namespace

std::vector<OmissionCount> load_omission_counts(const std::filesystem::path& path,
                                                const Vocabulary& vocabulary) {
  CsvReader table(read_text_file(path, kMaxFileBytes, ErrorKind::kInvalidInput), path.string(),
                  ErrorKind::kInvalidInput);
  const std::size_t tag = table.column({"tag", "name"});
  const std::size_t omitted = table.column({"omitted"});
  const std::size_t checked = table.column({"checked"});
  std::vector<OmissionCount> counts(static_cast<std::size_t>(vocabulary.size()));
  while (const auto row = table.next()) {
    const auto index = vocabulary.find(row->fields[tag]);
    if (!index) continue;
    const auto missing = parse_count(row->fields[omitted]);
    const auto all = parse_count(row->fields[checked]);
    if (!missing || !all || *missing > *all) {
      table.fail_at(row->line,
                    fmt::format("omitted {:?} and checked {:?} must be counts, omitted at most checked",
                                row->fields[omitted].substr(0, 40), row->fields[checked].substr(0, 40)));
    }
    OmissionCount& count = counts[static_cast<std::size_t>(*index)];
    count.omitted += *missing;
    count.checked += *all;
  }
  return counts;
}

std::vector<float> omission_rates(const Vocabulary& vocabulary, std::span<const OmissionCount> counts) {
  std::vector<float> rates;
  for (int i = 0; i < vocabulary.size(); ++i) {
    const OmissionCount count = counts.empty() ? OmissionCount{} : counts[static_cast<std::size_t>(i)];
    rates.push_back(rate_after(hyperprior_mean(vocabulary.category(i)), count));
  }
  return rates;
}

std::vector<float> omission_rates(std::span<const float> before, std::span<const OmissionCount> counts) {
  std::vector<float> rates;
  for (std::size_t i = 0; i < before.size(); ++i)
    rates.push_back(rate_after(static_cast<double>(before[i]), counts[i]));
  return rates;
}

std::string omission_table(const Vocabulary& vocabulary, std::span<const OmissionCount> counts) {
  std::string table = "tag,omitted,checked\n";
  for (int i = 0; i < vocabulary.size(); ++i) {
    const OmissionCount& count = counts[static_cast<std::size_t>(i)];
    table += fmt::format("{},{},{}\n", csv_field(vocabulary.name(i)), count.omitted, count.checked);
  }
  return table;
}

}  // namespace jtp
