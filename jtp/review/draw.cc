// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/draw.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/random.h"
#include "jtp/review/population.h"
#include "jtp/review/sample_clusters.h"
#include "jtp/review/sample_diverse.h"
#include "jtp/review/sample_measured.h"
#include "jtp/store/features.h"
#include "jtp/store/scorer.h"

namespace jtp {
namespace {

// Independent streams of random numbers.
enum Stream : std::uint64_t { kFeatureStream = 1, kClusterStream, kCellStream, kRepeatStream };

std::uint64_t seed_of(const DrawRules& rules, Stream stream) { return mixed(rules.seed * 16 + stream); }

void check(const DrawRules& rules) {
  if (rules.size < 1 || rules.size > kMaxReviewSize) {
    fail(ErrorKind::kUsage, "a review must have 1 to {} questions or pictures, not {}", kMaxReviewSize,
         rules.size);
  }
  review_bands(rules.threshold);
}

// Whether a person can tell by looking at the picture.
bool is_visible(TagCategory category) {
  return category == TagCategory::kGeneral || category == TagCategory::kSpecies ||
         category == TagCategory::kCharacter || category == TagCategory::kCopyright ||
         category == TagCategory::kLore;
}

// The uncertainty of each tag over all pictures, to find tags that are worth asking about.
class Uncertainty {
 public:
  Uncertainty(const Vocabulary& vocabulary, float least)
      : vocabulary_(vocabulary), least_(least), sums_(static_cast<std::size_t>(vocabulary.size())) {}

  void add(const ScoredFile& file) {
    for (const TagScore& tag : file.picture.scores) {
      if (tag.score > least_)
        sums_[static_cast<std::size_t>(tag.index)] += std::min(tag.score, 1 - tag.score);
    }
  }

  // The most uncertain tags first.
  std::vector<int> best(std::size_t count) const {
    std::vector<int> order;
    for (int tag = 0; tag < vocabulary_.size(); ++tag) {
      if (is_visible(vocabulary_.category(tag)) && sums_[static_cast<std::size_t>(tag)] > 0)
        order.push_back(tag);
    }
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
      return sums_[static_cast<std::size_t>(a)] > sums_[static_cast<std::size_t>(b)];
    });
    order.resize(std::min(order.size(), count));
    return order;
  }

 private:
  const Vocabulary& vocabulary_;
  const float least_;
  std::vector<double> sums_;
};

std::vector<int> named_tags(const Vocabulary& vocabulary, const std::vector<std::string>& names) {
  std::vector<int> tags;
  for (const std::string& name : names) {
    const auto tag = vocabulary.find(name);
    if (!tag) fail(ErrorKind::kNotFound, "the model has no tag {}", name);
    if (std::find(tags.begin(), tags.end(), *tag) == tags.end()) tags.push_back(*tag);
  }
  return tags;
}

// Collects the pictures of the questions.
class PlanWriter {
 public:
  PlanWriter(const ReviewPopulation& population, ReviewPlan& plan) : population_(population), plan_(plan) {}

  // The index in the plan for a picture of the population; nothing if it is no longer in the store.
  std::optional<int> add_picture(int number) {
    const auto [place, is_new] = known_.emplace(number, static_cast<int>(plan_.pictures.size()));
    if (!is_new) return place->second;
    const auto file = population_.find(number);
    if (!file) {
      known_.erase(place);
      return std::nullopt;
    }
    plan_.pictures.push_back({file->picture, file->path});
    return place->second;
  }

  int add_tag(const Vocabulary& vocabulary, int tag) {
    const auto [place, is_new] = tags_.emplace(tag, static_cast<int>(plan_.tags.size()));
    if (is_new) {
      plan_.tags.push_back({.name = vocabulary.name(tag), .category = vocabulary.category(tag), .cells = {}});
    }
    return place->second;
  }

 private:
  const ReviewPopulation& population_;
  ReviewPlan& plan_;
  std::map<int, int> known_;
  std::map<int, int> tags_;
};

// All (picture, tag) that could be asked about.
std::vector<ScoreCell> gather_cells(ScoreStore& store, ScorerId scorer, const ReviewPopulation& population,
                                    const std::vector<int>& tags, const DrawRules& rules) {
  const float least = review_bands(rules.threshold).front();
  const auto part = population.random_features(kMaxCompared, seed_of(rules, kFeatureStream));
  std::optional<Clustering> clusters;
  if (!part.numbers.empty()) {
    clusters = cluster_features(part.features, kReviewClusters, seed_of(rules, kClusterStream));
  }
  const Features features(store);
  std::vector<ScoreCell> cells;
  population.for_each([&](int number, const ScoredFile& file) {
    std::optional<int> cluster;
    for (std::size_t t = 0; t < tags.size(); ++t) {
      const auto& scores = file.picture.scores;
      const auto found = std::lower_bound(scores.begin(), scores.end(), tags[t],
                                          [](const TagScore& tag, int index) { return tag.index < index; });
      if (found == scores.end() || found->index != tags[t] || !(found->score > least)) continue;
      if (!cluster) {
        cluster = 0;  // for pictures without features
        const auto own = clusters ? features.find(scorer, file.picture.sha256) : std::vector<float>();
        if (clusters && own.size() == clusters->centres.width()) {
          cluster = 1 + nearest_centre(clusters->centres, own);
        }
      }
      cells.push_back({number, static_cast<std::int32_t>(t), *cluster, found->score});
    }
  });
  return cells;
}

// The order in which `drawn` questions are asked, as their numbers; some of the first half are repeated in
// the last third.
std::vector<int> order_with_repeats(int drawn, int repeats, std::uint64_t seed) {
  std::vector<int> order(static_cast<std::size_t>(drawn));
  std::iota(order.begin(), order.end(), 0);
  Dice dice(seed);
  std::vector<int> first_half(order.begin(), order.begin() + drawn / 2);
  for (int i = 0; i < repeats && !first_half.empty(); ++i) {
    const auto which = first_half.begin() + static_cast<std::ptrdiff_t>(dice.below(first_half.size()));
    const auto late = order.size() * 2 / 3;
    const auto at = late + dice.below(order.size() - late + 1);
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(at), *which);
    first_half.erase(which);
  }
  return order;
}

void add_measured(ReviewPlan& plan, PlanWriter& writer, const std::vector<ScoreCell>& cells,
                  const DrawRules& rules) {
  for (ReviewTag& tag : plan.tags) tag.cells.assign(plan.bands.size(), 0);
  for (const ScoreCell& cell : cells) {
    const auto band = static_cast<std::size_t>(band_of(cell.score, plan.bands));
    ++plan.tags[static_cast<std::size_t>(cell.tag)].cells[band];
  }
  const int repeats = static_cast<int>(std::floor(rules.size * rules.repeated));
  const auto drawn = measured_sample(cells, plan.bands, rules.size - repeats, seed_of(rules, kCellStream));
  std::map<int, int> asked;  // number of the drawn cell -> question
  for (const int i :
       order_with_repeats(static_cast<int>(drawn.size()), repeats, seed_of(rules, kRepeatStream))) {
    const DrawnCell& cell = drawn[static_cast<std::size_t>(i)];
    const auto picture = writer.add_picture(cell.cell.picture);
    if (!picture) continue;
    const auto [first, is_new] = asked.emplace(i, static_cast<int>(plan.questions.size()));
    plan.questions.push_back({.picture = *picture,
                              .tag = cell.cell.tag,
                              .score = cell.cell.score,
                              .band = cell.band,
                              .weight = cell.weight,
                              .repeats = is_new ? std::nullopt : std::optional(first->second)});
  }
}

void draw_measured(ReviewPlan& plan, ScoreStore& store, const Scorer& scorer, const DrawRules& rules) {
  const Vocabulary vocabulary = store.vocabulary(scorer.id);
  plan.bands = review_bands(rules.threshold);
  Uncertainty uncertainty(vocabulary, plan.bands.front());
  const ReviewPopulation population(store, scorer.id, rules.roots,
                                    [&](const ScoredFile& file) { uncertainty.add(file); });
  plan.population = population.size();
  const std::vector<int> tags =
      rules.tags.empty() ? uncertainty.best(kAskedTags) : named_tags(vocabulary, rules.tags);
  PlanWriter writer(population, plan);
  for (const int tag : tags) writer.add_tag(vocabulary, tag);
  add_measured(plan, writer, gather_cells(store, scorer.id, population, tags, rules), rules);
  if (plan.questions.empty()) {
    fail(ErrorKind::kNotFound, "none of {} pictures has a score above {} for these tags", plan.population,
         plan.bands.front());
  }
}

void draw_diverse(ReviewPlan& plan, ScoreStore& store, const Scorer& scorer, const DrawRules& rules) {
  const Vocabulary vocabulary = store.vocabulary(scorer.id);
  const ReviewPopulation population(store, scorer.id, rules.roots, [](const ScoredFile&) {});
  plan.population = population.size();
  const auto part = population.random_features(kMaxCompared, seed_of(rules, kFeatureStream));
  if (part.numbers.empty()) {
    fail(
        ErrorKind::kNotFound,
        "none of {} pictures has features, which a diverse sample compares; 'jtp tag --features' stores them",
        plan.population);
  }
  PlanWriter writer(population, plan);
  for (const int row : diverse_sample(part.features, rules.size, {})) {
    const int number = part.numbers[static_cast<std::size_t>(row)];
    const auto picture = writer.add_picture(number);
    const auto file = picture ? population.find(number) : std::nullopt;
    if (!file) continue;
    std::vector<TagScore> tags = file->picture.scores;
    std::erase_if(tags, [&](const TagScore& tag) { return !(tag.score > rules.threshold); });
    std::stable_sort(tags.begin(), tags.end(),
                     [](const TagScore& a, const TagScore& b) { return a.score > b.score; });
    for (const TagScore& tag : tags) {
      plan.questions.push_back(
          {.picture = *picture, .tag = writer.add_tag(vocabulary, tag.index), .score = tag.score});
    }
  }
}

}  // namespace

ReviewPlan draw_review(ScoreStore& store, const Scorer& scorer, const DrawRules& rules) {
  check(rules);
  ReviewPlan plan{.kind = rules.kind,
                  .model = model_id(scorer),
                  .model_sha256 = scorer.key.model_hash,
                  .precision = scorer.key.precision,
                  .decoding = scorer.key.decoding,
                  .threshold = rules.threshold,
                  .seed = rules.seed};
  if (rules.kind == ReviewKind::kMeasured) {
    draw_measured(plan, store, scorer, rules);
  } else {
    draw_diverse(plan, store, scorer, rules);
  }
  return plan;
}

}  // namespace jtp
