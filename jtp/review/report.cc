// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/files/csv.h"
#include "jtp/review/threshold.h"

namespace jtp {
namespace {

constexpr double kMinForRange = 3;  // answers; with fewer, the range is 0 to 1 and says nothing

using PlanTags = std::vector<int>;  // indices in the plan

// N, n and k of each band, for the given tags.
std::vector<ReviewStratum> strata_of(const ReviewPlan& plan, const std::vector<ReviewedCell>& cells,
                                     const PlanTags& tags) {
  std::vector<ReviewStratum> strata(plan.bands.size());
  for (const int tag : tags) {
    const auto& counted = plan.tags[static_cast<std::size_t>(tag)].cells;
    for (std::size_t b = 0; b < counted.size(); ++b) strata[b].cells += static_cast<double>(counted[b]);
  }
  for (const ReviewedCell& cell : cells) {
    if (std::find(tags.begin(), tags.end(), cell.tag) == tags.end()) continue;
    ReviewStratum& stratum = strata[static_cast<std::size_t>(cell.band)];
    ++stratum.answers;
    stratum.positive += cell.positive;
  }
  return strata;
}

// The first band lies below the threshold: its tags would not be written.
GroupReport report_group(const ReviewPlan& plan, const std::vector<ReviewedCell>& cells, const PlanTags& tags,
                         const ReportRules& rules) {
  const std::vector<ReviewStratum> strata = strata_of(plan, cells, tags);
  GroupReport group;
  for (const ReviewStratum& stratum : strata) group.answers += static_cast<std::int64_t>(stratum.answers);
  if (strata.empty()) return group;
  group.right = weighted_share(std::span(strata).subspan(1));
  group.overlooked = weighted_share(std::span(strata).first(1));
  if (group.answers < kMinAnswers) return group;
  std::vector<ReviewedCell> own;
  std::copy_if(cells.begin(), cells.end(), std::back_inserter(own), [&](const ReviewedCell& cell) {
    return std::find(tags.begin(), tags.end(), cell.tag) != tags.end();
  });
  group.advice = advise_threshold(own, strata, plan.bands, rules.precision);
  return group;
}

PlanTags every_tag(const ReviewPlan& plan) {
  PlanTags tags;
  for (std::size_t t = 0; t < plan.tags.size(); ++t) tags.push_back(static_cast<int>(t));
  return tags;
}

std::vector<GroupReport> report_categories(const ReviewPlan& plan, const std::vector<ReviewedCell>& cells,
                                           const ReportRules& rules) {
  std::map<TagCategory, PlanTags> by_category;
  for (const int tag : every_tag(plan))
    by_category[plan.tags[static_cast<std::size_t>(tag)].category].push_back(tag);
  std::vector<GroupReport> groups;
  for (const auto& [category, tags] : by_category) {
    groups.push_back(report_group(plan, cells, tags, rules));
    groups.back().name = to_string(category);
  }
  return groups;
}

std::vector<GroupReport> report_tags(const ReviewPlan& plan, const std::vector<ReviewedCell>& cells,
                                     const ReportRules& rules) {
  std::vector<GroupReport> groups;
  for (const int tag : every_tag(plan)) {
    groups.push_back(report_group(plan, cells, {tag}, rules));
    groups.back().name = plan.tags[static_cast<std::size_t>(tag)].name;
    groups.back().category = to_string(plan.tags[static_cast<std::size_t>(tag)].category);
  }
  std::stable_sort(groups.begin(), groups.end(), [](const GroupReport& a, const GroupReport& b) {
    return (a.right ? a.right->point : 2) < (b.right ? b.right->point : 2);
  });
  return groups;
}

std::vector<BandReport> report_bands(const ReviewPlan& plan, const std::vector<ReviewedCell>& cells) {
  const std::vector<ReviewStratum> strata = strata_of(plan, cells, every_tag(plan));
  std::vector<BandReport> bands;
  for (std::size_t b = 0; b < strata.size(); ++b) {
    bands.push_back({.above = plan.bands[b],
                     .up_to = b + 1 < strata.size() ? plan.bands[b + 1] : 1.0F,
                     .cells = static_cast<std::int64_t>(strata[b].cells),
                     .present = weighted_share(std::span(strata).subspan(b, 1))});
  }
  return bands;
}

ReviewCounts count(const Review& review) {
  ReviewCounts counts;
  for (const ReviewQuestion& question : review.plan.questions) counts.questions += question.repeats ? 0 : 1;
  for (const ReviewAnswer& answer : review.answers) {
    for (const auto& [question, verdict] : answer.verdicts) {
      if (review.plan.questions[static_cast<std::size_t>(question)].repeats) continue;
      switch (verdict) {
        case ReviewVerdict::kYes:
          ++counts.yes;
          break;
        case ReviewVerdict::kNo:
          ++counts.no;
          break;
        case ReviewVerdict::kUnsure:
          ++counts.unsure;
          break;
        case ReviewVerdict::kSkip:
          ++counts.skipped;
          break;
      }
    }
  }
  return counts;
}

void add_pair(Agreement& agreement, std::optional<ReviewVerdict> first, std::optional<ReviewVerdict> second) {
  const auto is_clear = [](std::optional<ReviewVerdict> v) {
    return v == ReviewVerdict::kYes || v == ReviewVerdict::kNo;
  };
  if (!is_clear(first) || !is_clear(second)) return;
  const bool first_yes = first == ReviewVerdict::kYes;
  if (first == second) {
    ++(first_yes ? agreement.both_yes : agreement.both_no);
  } else {
    ++(first_yes ? agreement.only_first : agreement.only_second);
  }
}

void report_agreement(const Review& review, ReviewReport& report) {
  const std::vector<std::string> names = reviewers(review);
  std::vector<std::map<int, ReviewVerdict>> said(names.size());
  for (const ReviewAnswer& answer : review.answers) {
    const auto who = std::find(names.begin(), names.end(), answer.reviewer) - names.begin();
    for (const auto& [question, verdict] : answer.verdicts)
      said[static_cast<std::size_t>(who)][question] = verdict;
  }
  const auto find = [&](std::size_t who, int question) -> std::optional<ReviewVerdict> {
    const auto found = said[who].find(question);
    return found == said[who].end() ? std::nullopt : std::optional(found->second);
  };
  for (std::size_t who = 0; who < names.size(); ++who) {
    for (const auto& [number, verdict] : said[who]) {
      const auto& repeats = review.plan.questions[static_cast<std::size_t>(number)].repeats;
      if (repeats) add_pair(report.repeated, find(who, *repeats), verdict);
      for (std::size_t other = 0; other < who; ++other)
        add_pair(report.between, find(other, number), verdict);
    }
  }
}

void report_findings(const Review& review, ReviewReport& report) {
  std::map<std::pair<int, std::string>, float> asked;  // scores
  for (const ReviewQuestion& question : review.plan.questions) {
    asked[{question.picture, review.plan.tags[static_cast<std::size_t>(question.tag)].name}] = question.score;
  }
  for (const TagFact& fact : tag_facts(review)) {
    const auto score = asked.find({fact.picture, fact.tag});
    if (score == asked.end()) {
      if (fact.is_present) report.missed.push_back({fact.picture, fact.tag, std::nullopt});
    } else if (!fact.is_present && score->second > review.plan.threshold) {
      report.wrong.push_back({fact.picture, fact.tag, score->second});
    }
  }
}

}  // namespace

ReviewReport make_report(const Review& review, const ReportRules& rules) {
  if (!(rules.precision > 0 && rules.precision < 1)) {
    fail(ErrorKind::kUsage, "the precision must lie between 0 and 1, not {}", rules.precision);
  }
  ReviewReport report;
  report.counts = count(review);
  report_agreement(review, report);
  report_findings(review, report);
  if (review.plan.kind != ReviewKind::kMeasured) return report;
  const std::vector<ReviewedCell> cells = reviewed_cells(review);
  report.all = report_group(review.plan, cells, every_tag(review.plan), rules);
  report.bands = report_bands(review.plan, cells);
  report.categories = report_categories(review.plan, cells, rules);
  report.tags = report_tags(review.plan, cells, rules);
  return report;
}

std::vector<SharePoint> share_so_far(const Review& review, int most) {
  std::vector<SharePoint> points;
  if (review.plan.kind != ReviewKind::kMeasured || review.plan.bands.empty()) return points;
  const PlanTags tags = every_tag(review.plan);
  const std::size_t all = review.answers.size();
  const std::size_t steps = std::min(all, static_cast<std::size_t>(most));
  Review before{.plan = review.plan, .answers = {}};
  for (std::size_t step = 1; step <= steps; ++step) {
    const std::size_t answers = all * step / steps;
    while (before.answers.size() < answers) before.answers.push_back(review.answers[before.answers.size()]);
    const auto strata = strata_of(before.plan, reviewed_cells(before), tags);
    const auto share = weighted_share(std::span(strata).subspan(1));
    const bool says_something = share && share->answers >= kMinForRange;
    points.push_back({static_cast<std::int64_t>(answers), says_something ? share : std::nullopt});
  }
  return points;
}

std::string thresholds_csv(const ReviewReport& report) {
  std::string text = "tag,threshold\n";
  for (const GroupReport& tag : report.tags) {
    if (tag.advice && tag.advice->is_confirmed)
      text += fmt::format("{},{}\n", csv_field(tag.name), tag.advice->threshold);
  }
  return text;
}

}  // namespace jtp
