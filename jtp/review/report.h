// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jtp/review/cells.h"
#include "jtp/review/statistics.h"

namespace jtp {

// No threshold is suggested from fewer answers.
inline constexpr int kMinAnswers = 10;

struct ReportRules {
  double precision = 0.7;  // how many of the tags written should be right, for the suggested thresholds
};

// A threshold that one half of the answers suggests and the other half may confirm.
struct ThresholdAdvice {
  float threshold = 0;        // the beginning of a band
  bool is_confirmed = false;  // the lower end of `confirming` reaches the precision that was asked for
  ShareRange confirming;      // 80 % interval of the other half: 90 % above its lower end
};

// What was found about one tag, one category, or all tags together.
struct GroupReport {
  std::string name;                      // "wings", "general"; "" for all
  std::string category;                  // of a tag
  std::int64_t answers = 0;              // yes, no or unsure
  std::optional<ShareRange> right;       // of the tags that would be written
  std::optional<ShareRange> overlooked;  // of those just below the threshold: how many are there
  std::optional<ThresholdAdvice> advice;
};

struct BandReport {
  float above = 0;
  float up_to = 1;
  std::int64_t cells = 0;  // of the population
  std::optional<ShareRange> present;
};

struct ReviewCounts {
  std::int64_t questions = 0;  // without those that are asked once more
  std::int64_t yes = 0, no = 0, unsure = 0, skipped = 0;
};

// A tag of a picture that is wrong, or was missed and added by hand.
struct ReviewFinding {
  int picture = 0;  // of the plan
  std::string tag;
  std::optional<float> score;  // of what was asked about
};

struct ReviewReport {
  ReviewCounts counts;
  GroupReport all;                      // measured reviews only, as are bands, categories and tags
  std::vector<BandReport> bands;        // by score
  std::vector<GroupReport> categories;  // in their order
  std::vector<GroupReport> tags;        // the least right first
  Agreement repeated;                   // of reviewers with themselves
  Agreement between;                    // of reviewers with each other
  std::vector<ReviewFinding> wrong;     // would be written, and is not there
  std::vector<ReviewFinding> missed;    // added by hand
};

// Throws Error kUsage unless 0 < precision < 1.
ReviewReport make_report(const Review& review, const ReportRules& rules);

// The share of right tags after so many answers.
struct SharePoint {
  std::int64_t answers = 0;
  std::optional<ShareRange> share;  // nothing before three answers about tags that would be written
};

// How the share went from the first answer of a measured review to the last, at `most` places at most; for
// the page.
std::vector<SharePoint> share_so_far(const Review& review, int most);

// The confirmed thresholds as a table tag,threshold (docs/formats.md, "Thresholds").
std::string thresholds_csv(const ReviewReport& report);

// The report as one JSON object (docs/http-api.md, "ReviewReport").
std::string report_json(const Review& review, const ReviewReport& report);

}  // namespace jtp
