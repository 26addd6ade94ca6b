// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/review/text.h"

namespace jtp {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxBands = 64;
constexpr std::int64_t kMaxCells = std::int64_t{1} << 40;  // for a tag and band; sums stay exact

// Reads records and builds the review. Messages name source and line.
class ReviewParser {
 public:
  explicit ReviewParser(std::string_view source) : source_(source) {}

  void take(const Json& record, std::size_t number) {
    line_ = number;
    const std::string kind = text(record, "record");
    if (number == 1) {
      if (kind != "review") fail_here("the first record must be of the kind \"review\"");
      take_head(record);
    } else if (kind == "tag") {
      take_tag(record);
    } else if (kind == "picture") {
      take_picture(record);
    } else if (kind == "question") {
      take_question(record);
    } else if (kind == "answer") {
      take_answer(record);
    } else if (kind == "undo") {
      undo_answer(review_, text(record, "reviewer"));
    } else {
      fail_here("unknown kind of record");
    }
  }

  ParsedReview finish(std::size_t complete_bytes) && {
    if (line_ == 0) fail_here("not a review: the file is empty");
    return {std::move(review_), answers_, std::move(reviewers_), complete_bytes};
  }

 private:
  [[noreturn]] void fail_here(std::string_view what) const {
    fail(ErrorKind::kInvalidInput, "{}:{}: {}", source_, line_, what);
  }

  const Json& field(const Json& record, const char* name) const {
    const auto found = record.find(name);
    if (found == record.end()) fail(ErrorKind::kInvalidInput, "{}:{}: {} is missing", source_, line_, name);
    return *found;
  }

  std::string text(const Json& record, const char* name) const {
    const Json& value = field(record, name);
    if (!value.is_string())
      fail(ErrorKind::kInvalidInput, "{}:{}: {} must be a string", source_, line_, name);
    return value.get<std::string>();
  }

  std::int64_t whole(const Json& record, const char* name, std::int64_t least, std::int64_t most) const {
    return whole_value(field(record, name), name, least, most);
  }

  std::int64_t whole_value(const Json& value, std::string_view name, std::int64_t least,
                           std::int64_t most) const {
    const bool fits =
        value.is_number_integer() &&
        !(value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most)) &&
        value.get<std::int64_t>() >= least && value.get<std::int64_t>() <= most;
    if (!fits) {
      fail(ErrorKind::kInvalidInput, "{}:{}: {} must be a whole number from {} to {}", source_, line_, name,
           least, most);
    }
    return value.get<std::int64_t>();
  }

  // The index of an item that has been read before.
  template <typename T>
  int index(const Json& record, const char* name, const std::vector<T>& things) const {
    return static_cast<int>(whole(record, name, 0, static_cast<std::int64_t>(things.size()) - 1));
  }

  double number(const Json& value, std::string_view name, double least, double most) const {
    const double found = value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(found >= least && found <= most)) {
      fail(ErrorKind::kInvalidInput, "{}:{}: {} must be a number from {} to {}", source_, line_, name, least,
           most);
    }
    return found;
  }

  const Json& array(const Json& record, const char* name, std::size_t most) const {
    const Json& value = field(record, name);
    if (!value.is_array() || value.size() > most) {
      fail(ErrorKind::kInvalidInput, "{}:{}: {} must be an array of at most {} values", source_, line_, name,
           most);
    }
    return value;
  }

  // Checks that one more item is allowed; `measured` and `diverse` are the limits for the two kinds of
  // reviews.
  template <typename T>
  void require_room(const std::vector<T>& things, std::size_t measured, std::size_t diverse) const {
    const std::size_t most = review_.plan.kind == ReviewKind::kMeasured ? measured : diverse;
    if (things.size() >= most) {
      fail(ErrorKind::kUnsupported, "{}:{}: more than {} records of this kind", source_, line_, most);
    }
  }

  void take_head(const Json& record) {
    const std::int64_t version = whole(record, "version", 1, std::numeric_limits<int>::max());
    if (version > kReviewVersion) {
      fail(ErrorKind::kUnsupported, "{}: a review of version {}; this program reads version {}", source_,
           version, kReviewVersion);
    }
    const auto kind = parse_review_kind(text(record, "kind"));
    if (!kind) fail_here("kind must be measured or diverse");
    constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
    ReviewPlan& plan = review_.plan;
    plan.kind = *kind;
    plan.model = text(record, "model");
    plan.model_sha256 = text(record, "model_sha256");
    plan.precision = text(record, "precision");
    plan.decoding = text(record, "decoding");
    plan.threshold = static_cast<float>(number(field(record, "threshold"), "threshold", 0, 1));
    plan.seed = static_cast<std::uint64_t>(whole(record, "seed", 0, kMax));
    plan.created = whole(record, "created", 0, kMax);
    plan.population = whole(record, "population", 0, kMax);
    for (const Json& edge : array(record, "bands", kMaxBands)) {
      plan.bands.push_back(static_cast<float>(number(edge, "bands", 0, 1)));
    }
    if (!std::is_sorted(plan.bands.begin(), plan.bands.end())) fail_here("bands must ascend");
  }

  void take_tag(const Json& record) {
    require_room(review_.plan.tags, kMaxReviewSize, kMaxReviewTags);
    ReviewTag tag{.name = text(record, "name"), .category = TagCategory::kGeneral, .cells = {}};
    if (tag.name.empty() || tag.name.size() > kMaxReviewName)
      fail_here("the name of a tag is empty or too long");
    const auto category = parse_category(text(record, "category"));
    if (!category) fail_here("unknown category");
    tag.category = *category;
    for (const Json& cells : array(record, "cells", kMaxBands)) {
      tag.cells.push_back(whole_value(cells, "cells", 0, kMaxCells));
    }
    if (!tag.cells.empty() && tag.cells.size() != review_.plan.bands.size()) {
      fail_here("cells must have one value per band");
    }
    review_.plan.tags.push_back(std::move(tag));
  }

  void take_picture(const Json& record) {
    require_room(review_.plan.pictures, kMaxReviewSize, kMaxReviewSize);
    constexpr std::int64_t kMax = std::numeric_limits<int>::max();
    std::string path = text(record, "path");
    review_.plan.pictures.push_back({{.sha256 = text(record, "sha256"),
                                      .width = static_cast<int>(whole(record, "width", 0, kMax)),
                                      .height = static_cast<int>(whole(record, "height", 0, kMax))},
                                     std::move(path)});
  }

  void take_question(const Json& record) {
    ReviewPlan& plan = review_.plan;
    require_room(plan.questions, kMaxReviewSize, kMaxReviewQuestions);
    ReviewQuestion question{.picture = index(record, "picture", plan.pictures),
                            .tag = index(record, "tag", plan.tags),
                            .score = static_cast<float>(number(field(record, "score"), "score", 0, 1))};
    const bool is_measured = plan.kind == ReviewKind::kMeasured;
    if (is_measured) question.band = index(record, "band", plan.bands);
    if (is_measured && plan.tags[static_cast<std::size_t>(question.tag)].cells.empty()) {
      fail_here("a question about a tag without cells");
    }
    question.weight = number(field(record, "weight"), "weight", 0, 0x1p53);
    if (is_measured && question.weight == 0) fail_here("the weight of a measured question must not be 0");
    if (record.contains("repeats")) question.repeats = index(record, "repeats", plan.questions);
    plan.questions.push_back(question);
  }

  void take_answer(const Json& record) {
    ReviewAnswer answer{.reviewer = text(record, "reviewer"),
                        .time = whole(record, "time", 0, std::numeric_limits<std::int64_t>::max()),
                        .verdicts = {}};
    for (const Json& given : array(record, "verdicts", review_.plan.questions.size())) {
      if (!given.is_object()) fail_here("every entry of verdicts must be an object");
      const auto verdict = parse_verdict(text(given, "verdict"));
      if (!verdict) fail_here("a verdict must be yes, no, unsure or skip");
      answer.verdicts.push_back({index(given, "question", review_.plan.questions), *verdict});
    }
    if (record.contains("picture")) answer.picture = index(record, "picture", review_.plan.pictures);
    if (record.contains("missed")) {
      for (const Json& tag : array(record, "missed", kMaxMissedTags)) {
        if (!tag.is_string()) fail_here("every entry of missed must be a string");
        answer.missed.push_back(tag.get<std::string>());
      }
    }
    try {
      check_answer(review_.plan, answer);
    } catch (const Error& error) {
      fail_here(error.what());
    }
    reviewers_.insert(answer.reviewer);
    if (++answers_ > kMaxAnswerRecords || reviewers_.size() > kMaxReviewers) {
      fail(ErrorKind::kUnsupported, "{}:{}: more than {} answers or {} reviewers", source_, line_,
           kMaxAnswerRecords, kMaxReviewers);
    }
    add_answer(review_, std::move(answer));
  }

  std::string_view source_;
  std::size_t line_ = 0;
  std::size_t answers_ = 0;
  std::set<std::string> reviewers_;
  Review review_;
};

}  // namespace

ParsedReview parse_review(std::string_view text, std::string_view source) {
  ReviewParser parser(source);
  std::size_t begin = 0;
  for (std::size_t number = 1; begin < text.size(); ++number) {
    const std::size_t end = text.find('\n', begin);
    const std::size_t next = end == std::string_view::npos ? text.size() : end + 1;
    const Json record = Json::parse(text.substr(begin, next - begin), nullptr, false);
    const bool is_torn = next == text.size() && (end == std::string_view::npos || record.is_discarded());
    if (is_torn) break;
    if (!record.is_object()) fail(ErrorKind::kInvalidInput, "{}:{}: not a JSON object", source, number);
    parser.take(record, number);
    begin = next;
  }
  return std::move(parser).finish(begin);
}

}  // namespace jtp
