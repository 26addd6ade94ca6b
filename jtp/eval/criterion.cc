// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/criterion.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <optional>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"
#include "jtp/eval/wilson.h"

namespace jtp {
namespace {

using Kind = Criterion::Kind;

constexpr double kUseless = -std::numeric_limits<double>::infinity();

std::optional<Criterion> with_number(Kind kind, std::string_view text, double below) {
  const auto value = parse_number<double>(text);
  if (!value || !(*value > 0 && *value < below)) return std::nullopt;
  return Criterion{.kind = kind, .value = *value};
}

std::optional<Criterion> parse(std::string_view text) {
  const auto after = [&](std::string_view prefix) { return text.substr(prefix.size()); };
  if (text == "j") return Criterion{.kind = Kind::kInformedness, .value = 0};
  if (text == "csi") return Criterion{.kind = Kind::kCsi, .value = 0};
  if (text == "p=r") return Criterion{.kind = Kind::kBalance, .value = 0};
  if (text.starts_with("precision=")) return with_number(Kind::kPrecision, after("precision="), 1);
  if (text.starts_with("recall=")) return with_number(Kind::kRecall, after("recall="), 1);
  if (text.starts_with("tags=")) return with_number(Kind::kTagsPerPicture, after("tags="), 1e6);
  if (text.starts_with("f")) return with_number(Kind::kFBeta, after("f"), 100);
  return std::nullopt;
}

double f_beta(const Confusion& counts, double beta) {
  const double b2 = beta * beta;
  const double whole = (1 + b2) * counts.tp + b2 * counts.fn + counts.fp;
  return whole == 0 ? kUseless : (1 + b2) * counts.tp / whole;
}

double csi(const Confusion& counts) {
  const double whole = counts.tp + counts.fp + counts.fn;
  return whole == 0 ? kUseless : counts.tp / whole;
}

double balance(const Confusion& counts) {
  const auto precision = value_of(counts, Rate::kPrecision);
  const auto recall = value_of(counts, Rate::kTpr);
  return precision && recall ? -std::abs(*precision - *recall) : -1;
}

// Conformal risk control (Angelopoulos and others 2022): counts the share of missed tags as if one more miss
// could come.
bool keeps_recall(const Confusion& counts, double recall) {
  return counts.fn + 1 <= (1 - recall) * (counts.positives() + 1);
}

}  // namespace

Criterion parse_criterion(std::string_view text) {
  const auto criterion = parse(text);
  if (!criterion)
    fail(ErrorKind::kUsage,
         "{:?} is not a criterion; choose j, f1 (or another beta), csi, p=r, precision=0.8, recall=0.9, "
         "tags=30",
         text.substr(0, 40));
  return *criterion;
}

std::string to_string(const Criterion& criterion) {
  switch (criterion.kind) {
    case Kind::kInformedness:
      return "j";
    case Kind::kFBeta:
      return fmt::format("f{}", criterion.value);
    case Kind::kCsi:
      return "csi";
    case Kind::kBalance:
      return "p=r";
    case Kind::kPrecision:
      return fmt::format("precision={}", criterion.value);
    case Kind::kRecall:
      return fmt::format("recall={}", criterion.value);
    case Kind::kTagsPerPicture:
      break;
  }
  return fmt::format("tags={}", criterion.value);
}

bool is_mean_of_tags(const Criterion& criterion) {
  return criterion.kind == Kind::kInformedness || criterion.kind == Kind::kFBeta ||
         criterion.kind == Kind::kCsi;
}

double merit_of(const Criterion& criterion, const ThresholdOutcome& outcome) {
  const Confusion& counts = outcome.counts;
  const auto lowest_if = [&](bool holds) { return holds ? 1 - outcome.rank : kUseless; };
  switch (criterion.kind) {
    case Kind::kInformedness:
      return value_of(counts, Rate::kInformedness).value_or(kUseless);
    case Kind::kFBeta:
      return f_beta(counts, criterion.value);
    case Kind::kCsi:
      return csi(counts);
    case Kind::kBalance:
      return balance(counts);
    case Kind::kPrecision:
      return lowest_if(wilson_interval(counts.tp, counts.predicted(), kOneSided95).lower >= criterion.value);
    case Kind::kRecall:
      return keeps_recall(counts, criterion.value) ? outcome.rank : kUseless;
    case Kind::kTagsPerPicture:
      break;
  }
  return lowest_if(counts.predicted() <= criterion.value * outcome.pictures);
}

}  // namespace jtp
