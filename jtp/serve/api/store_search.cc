// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/api/store_search.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/store/features.h"
#include "jtp/tags/thresholds.h"

namespace jtp {
namespace {

constexpr std::size_t kBestTags = 12;
constexpr std::size_t kMaxFrequent = 50;
constexpr int kMaxSimilar = 100'000;
constexpr std::size_t kRemembered = 4;

// Whether two questions differ only in their page.
bool asks_the_same(const StoreQuestion& a, const StoreQuestion& b) {
  return a.tags == b.tags && a.similar_to == b.similar_to && a.order == b.order;
}

std::vector<TagCondition> conditions(const StoreQuestion& question, const Vocabulary& vocabulary) {
  std::vector<TagCondition> result;
  for (const TagWish& wish : question.tags) {
    const auto index = vocabulary.find(wish.tag);
    if (!index) fail(ErrorKind::kNotFound, "the store has no tag {}", wish.tag);
    const float at_least = wish.above > 0 ? std::nextafter(wish.above, 2.0F) : 0.0F;
    result.push_back({.tag = *index, .at_least = at_least, .at_most = wish.up_to});
  }
  return result;
}

// The best tags above the threshold, best first.
std::vector<TagScore> best_tags(std::vector<TagScore> tags) {
  std::erase_if(tags, [](const TagScore& tag) { return tag.score <= Thresholds::kDefault; });
  const auto better = [](const TagScore& a, const TagScore& b) {
    return a.score != b.score ? a.score > b.score : a.index < b.index;
  };
  std::sort(tags.begin(), tags.end(), better);
  tags.resize(std::min(tags.size(), kBestTags));
  return tags;
}

struct Ranked {
  FoundPicture picture;
  std::optional<float> likeness;
};

std::vector<Ranked> ranked_by_likeness(const std::vector<FoundPicture>& found,
                                       const std::vector<Features::Similar>& similar) {
  std::unordered_map<std::string, const FoundPicture*> by_hash;
  for (const FoundPicture& picture : found) by_hash.emplace(picture.sha256, &picture);
  std::vector<Ranked> result;
  for (const Features::Similar& like : similar) {
    const auto picture = by_hash.find(like.sha256);
    if (picture != by_hash.end()) result.push_back({*picture->second, like.similarity});
  }
  return result;
}

// `found` is sorted by score, best first.
std::vector<Ranked> ranked(std::vector<FoundPicture> found, StoreOrder order) {
  if (order == StoreOrder::kStored) {
    std::sort(found.begin(), found.end(),
              [](const FoundPicture& a, const FoundPicture& b) { return a.path < b.path; });
  }
  std::vector<Ranked> result;
  for (FoundPicture& picture : found) result.push_back({std::move(picture), {}});
  return result;
}

StoredPicture describe(const ScoreStore& store, ScorerId scorer, const Ranked& ranked) {
  const FoundPicture& picture = ranked.picture;
  StoredPicture stored;
  stored.sha256 = picture.sha256;
  stored.name = std::filesystem::path(picture.path).filename();
  stored.likeness = ranked.likeness;
  if (const auto scored = store.find(scorer, picture.sha256)) {
    static_cast<PictureFacts&>(stored) = *scored;
    stored.tags = best_tags(scored->scores);
  }
  return stored;
}

std::vector<TagCount> frequent_tags(const ScoreStore& store, ScorerId scorer,
                                    const std::vector<FoundPicture>& found) {
  std::map<int, std::int64_t> counts;
  for (std::size_t i = 0; i < std::min(found.size(), kCountedPictures); ++i) {
    const auto picture = store.find(scorer, found[i].sha256);
    if (!picture) continue;
    for (const TagScore& tag : picture->scores) counts[tag.index] += tag.score > Thresholds::kDefault ? 1 : 0;
  }
  std::vector<TagCount> result;
  for (const auto& [index, count] : counts) {
    if (count > 0) result.push_back({index, count});
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const TagCount& a, const TagCount& b) { return a.count > b.count; });
  result.resize(std::min(result.size(), kMaxFrequent));
  return result;
}

}  // namespace

StoreSearch::StoreSearch(std::filesystem::path file, std::string model_name)
    : file_(std::move(file)), model_name_(std::move(model_name)) {
  refresh();
}

ScoreStore StoreSearch::open() const { return ScoreStore(file_, {.access = StoreAccess::kReadOnly}); }

std::optional<Scorer> StoreSearch::find_scorer(const ScoreStore& store) const {
  std::optional<Scorer> best;
  for (Scorer& scorer : store.scorers()) {
    if (scorer.model_name != model_name_ || scorer.pictures == 0) continue;
    if (!best || scorer.pictures > best->pictures) best = std::move(scorer);
  }
  return best;
}

Scorer StoreSearch::require_scorer(const ScoreStore& store) const {
  auto scorer = find_scorer(store);
  if (!scorer) fail(ErrorKind::kNotFound, "the store has no picture scored by {}", model_name_);
  return std::move(*scorer);
}

std::pair<ScoreStore, Scorer> StoreSearch::open_scored() const {
  ScoreStore store = open();
  Scorer scorer = require_scorer(store);
  return {std::move(store), std::move(scorer)};
}

void StoreSearch::refresh() {
  const ScoreStore store = open();
  const auto scorer = find_scorer(store);
  pictures_ = scorer ? scorer->pictures : 0;
}

std::vector<float> StoreSearch::features(const std::string& sha256) const {
  ScoreStore store = open();
  return Features(store).find(require_scorer(store).id, sha256);
}

struct StoreSearch::Finding {
  Scorer scorer;
  Vocabulary vocabulary;
  std::vector<Ranked> ranked;
  std::vector<TagCount> frequent;
};

// Size and time of the database and of its log: changes whenever the file does.
std::string StoreSearch::state_of_file() const {
  std::string state;
  for (const char* suffix : {"", "-wal"}) {
    std::error_code ignored;
    const std::filesystem::path file = file_.string() + suffix;
    const auto size = std::filesystem::file_size(file, ignored);
    const auto time = std::filesystem::last_write_time(file, ignored).time_since_epoch().count();
    state += fmt::format("{} {} ", size, time);
  }
  return state;
}

std::shared_ptr<const StoreSearch::Finding> StoreSearch::find(ScoreStore& store,
                                                              const StoreQuestion& question) const {
  Scorer scorer = require_scorer(store);
  Vocabulary vocabulary = store.vocabulary(scorer.id);
  const Page everything{.offset = 0, .limit = std::numeric_limits<std::int64_t>::max()};
  std::vector<FoundPicture> found =
      search_pictures(store, scorer.id, conditions(question, vocabulary), "", everything).page;
  std::vector<TagCount> frequent = frequent_tags(store, scorer.id, found);
  std::vector<Ranked> in_order =
      question.order == StoreOrder::kLikeness
          ? ranked_by_likeness(found,
                               Features(store).find_similar(scorer.id, question.similar_to, kMaxSimilar))
          : ranked(std::move(found), question.order);
  return std::make_shared<const Finding>(
      Finding{std::move(scorer), std::move(vocabulary), std::move(in_order), std::move(frequent)});
}

std::shared_ptr<const StoreSearch::Finding> StoreSearch::find_or_recall(ScoreStore& store,
                                                                        const StoreQuestion& question) {
  const std::string state = state_of_file();  // before the search: a change during it makes it stale
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(remembered_, [&](const Remembered& known) { return known.state != state; });
    for (const Remembered& known : remembered_) {
      if (asks_the_same(known.question, question)) return known.finding;
    }
  }
  auto finding = find(store, question);
  const std::lock_guard lock(mutex_);
  remembered_.push_front({question, state, finding});
  if (remembered_.size() > kRemembered) remembered_.pop_back();
  return finding;
}

StoreAnswer StoreSearch::search(const StoreQuestion& question) {
  ScoreStore store = open();
  const auto finding = find_or_recall(store, question);
  StoreAnswer answer{.scorer = finding->scorer,
                     .vocabulary = finding->vocabulary,
                     .total = static_cast<std::int64_t>(finding->ranked.size()),
                     .frequent = finding->frequent};
  const std::int64_t begin = std::min(question.page.offset, answer.total);
  const std::int64_t end = begin + std::min(question.page.limit, answer.total - begin);
  for (std::int64_t i = begin; i < end; ++i) {
    const Ranked& picture = finding->ranked[static_cast<std::size_t>(i)];
    answer.pictures.push_back(describe(store, finding->scorer.id, picture));
    if (!question.tags.empty()) answer.pictures.back().score = picture.picture.score;
  }
  return answer;
}

}  // namespace jtp
