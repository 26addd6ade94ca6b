// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jtp/review/cells.h"
#include "jtp/review/statistics.h"

namespace jtp {

// No threshold is suggested with fewer answers.
inline constexpr int kMinAnswers = 10;

struct ReportRules {
  double precision = 0.7;  // share of the written tags that should be right, for the suggested thresholds
};

// A threshold that one half of the answers suggests and the other half may confirm.
struct ThresholdAdvice {
  float threshold = 0;        // the lower end of a band
  bool is_confirmed = false;  // the lower end of `confirming` reaches the requested precision
  ShareRange confirming;      // 80 % interval from the other half: the true share is above its lower end with
                              // 90 % confidence
};

// The results for one tag, one category, or all tags together.
struct GroupReport {
  std::string name;                      // "wings", "general"; "" for all
  std::string category;                  // of a tag
  std::int64_t answers = 0;              // yes, no or unsure
  std::optional<ShareRange> right;       // share of right tags among those that would be written
  std::optional<ShareRange> overlooked;  // share of tags just below the threshold that are present
  std::optional<ThresholdAdvice> advice;
};

struct BandReport {
  float above = 0;
  float up_to = 1;
  std::int64_t cells = 0;  // of the population
  std::optional<ShareRange> present;
};

struct ReviewCounts {
  std::int64_t questions = 0;  // without repetitions
  std::int64_t yes = 0, no = 0, unsure = 0, skipped = 0;
};

// A wrong tag of a picture, or a missed tag that a reviewer added.
struct ReviewFinding {
  int picture = 0;  // index in the plan
  std::string tag;
  std::optional<float> score;  // if it was asked about
};

struct ReviewReport {
  ReviewCounts counts;
  GroupReport all;                      // only for measured reviews, like bands, categories and tags
  std::vector<BandReport> bands;        // by score
  std::vector<GroupReport> categories;  // in their order
  std::vector<GroupReport> tags;        // the least reliable first
  Agreement repeated;                   // agreement of reviewers with themselves
  Agreement between;                    // agreement between reviewers
  std::vector<ReviewFinding> wrong;     // would be written, but are absent
  std::vector<ReviewFinding> missed;    // added by reviewers
};

// Throws Error kUsage unless 0 < precision < 1.
ReviewReport make_report(const Review& review, const ReportRules& rules);

// The share of right tags after a number of answers.
struct SharePoint {
  std::int64_t answers = 0;
  std::optional<ShareRange> share;  // nothing before three answers about tags that would be written
};

// The development of the share from the first to the last answer of a measured review, with at most `most`
// points; for the page.
std::vector<SharePoint> share_so_far(const Review& review, int most);

// The confirmed thresholds as a table tag,threshold (docs/formats.md, "Thresholds").
std::string thresholds_csv(const ReviewReport& report);

// The report as one JSON object (docs/http-api.md, "ReviewReport").
std::string report_json(const Review& review, const ReviewReport& report);

}  // namespace jtp
