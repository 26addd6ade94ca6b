// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/evaluate.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "jtp/base/random.h"
#include "jtp/prior/probability_sums.h"
#include "jtp/prior/tag_prior.h"

namespace jtp {
namespace {

constexpr std::int64_t kGrain = 64;  // posts per task of a thread
constexpr double kPlattStrength = 20;
constexpr std::size_t kMinToHide = 3;  // a post needs this many labels for one of them to be hidden

// The counts of one thread; integers only.
struct Partial {
  explicit Partial(int tags) : by_tag(static_cast<std::size_t>(tags)), logits(by_tag.size()) {}

  std::vector<LogitHistogram> by_tag;
  ProbabilitySums all;
  LogitHistogram missing_ranks;
  ProbabilitySums missing;
  std::uint64_t missing_cells = 0;
  std::uint64_t missing_count = 0;
  std::uint64_t hidden = 0;
  std::array<std::uint64_t, 3> found{};  // among the first 5, 10, 20
  std::vector<float> logits;
};

class PriorEvaluation {
 public:
  PriorEvaluation(const ContextModel& model, const EvaluationInput& input) : model_(model), input_(input) {}

  void add_post(std::int64_t post, Partial& partial) const {
    const auto labels = input_.posts.of(post);
    model_.logits(labels, partial.logits);
    for_each_tag(labels, partial.logits.size(), [&](std::size_t t, bool holds) {
      partial.all.add(partial.logits[t], holds);
      partial.by_tag[t].add(partial.logits[t], holds ? 1 : 0);
    });
    const auto truth = input_.truth.find(input_.posts.sample[static_cast<std::size_t>(post)]);
    if (truth != input_.truth.end()) add_missing(labels, truth->second, partial);
    hide_one(post, partial);
  }

 private:
  void add_missing(std::span<const std::int16_t> labels, std::span<const std::int16_t> truth,
                   Partial& partial) const {
    for_each_tag(labels, partial.logits.size(), [&](std::size_t t, bool holds) {
      if (holds) return;
      const bool is_missing = std::binary_search(truth.begin(), truth.end(), static_cast<std::int16_t>(t));
      const float probability = missing_probability(partial.logits[t], input_.omission[t]);
      const float logit = std::log(std::max(probability, 1e-9F) / (1 - probability));
      partial.missing_ranks.add(logit, is_missing ? 1 : 0);
      partial.missing.add(logit, is_missing);
      ++partial.missing_cells;
      partial.missing_count += is_missing ? 1 : 0;
    });
  }

  // A label that no other label of the post implies; an implied label is never missing.
  std::optional<std::int16_t> choose_hidden(std::int64_t post, std::span<const std::int16_t> labels) const {
    std::vector<std::int16_t> free;
    for (const std::int16_t candidate : labels) {
      const bool is_implied = std::any_of(labels.begin(), labels.end(), [&](std::int16_t other) {
        const auto generals = input_.implied.generals(other);
        return std::binary_search(generals.begin(), generals.end(), candidate);
      });
      if (!is_implied) free.push_back(candidate);
    }
    if (labels.size() < kMinToHide || free.empty()) return std::nullopt;
    Dice dice(17, static_cast<std::uint64_t>(input_.posts.sample[static_cast<std::size_t>(post)]));
    return free[dice.below(free.size())];
  }

  void hide_one(std::int64_t post, Partial& partial) const {
    const auto labels = input_.posts.of(post);
    const auto hidden = choose_hidden(post, labels);
    if (!hidden) return;
    std::vector<std::int16_t> left(labels.begin(), labels.end());
    std::erase(left, *hidden);
    model_.logits(left, partial.logits);
    const float own = partial.logits[static_cast<std::size_t>(*hidden)];
    int rank = 0;  // number of tags that the post lacks and that score at least as high as the hidden one,
                   // itself included
    for_each_tag(left, partial.logits.size(),
                 [&](std::size_t t, bool holds) { rank += !holds && partial.logits[t] >= own ? 1 : 0; });
    ++partial.hidden;
    for (std::size_t k = 0; k < partial.found.size(); ++k) partial.found[k] += rank <= 5 << k ? 1 : 0;
  }

  const ContextModel& model_;
  const EvaluationInput& input_;
};

void merge(const Partial& part, Partial& total) {
  for (std::size_t t = 0; t < total.by_tag.size(); ++t) total.by_tag[t].add(part.by_tag[t]);
  total.all.add(part.all);
  total.missing_ranks.add(part.missing_ranks);
  total.missing.add(part.missing);
  total.missing_cells += part.missing_cells;
  total.missing_count += part.missing_count;
  total.hidden += part.hidden;
  for (std::size_t k = 0; k < total.found.size(); ++k) total.found[k] += part.found[k];
}

double mean_auc(const std::vector<LogitHistogram>& by_tag) {
  double sum = 0;
  int tags = 0;
  for (const LogitHistogram& histogram : by_tag) {
    if (histogram.positives() == 0 || histogram.negatives() == 0) continue;
    sum += histogram.auc();
    ++tags;
  }
  return tags == 0 ? 0.5 : sum / tags;
}

PriorQuality summary(const Partial& total, std::uint64_t posts) {
  PriorQuality quality;
  quality.posts = posts;
  quality.log_loss = total.all.log_loss();
  quality.auc = mean_auc(total.by_tag);
  quality.calibration_error = total.all.calibration_error();
  quality.hidden = total.hidden;
  const auto share = [&](std::size_t k) {
    return static_cast<double>(total.found[k]) /
           static_cast<double>(std::max<std::uint64_t>(1, total.hidden));
  };
  quality.recall_5 = share(0);
  quality.recall_10 = share(1);
  quality.recall_20 = share(2);
  if (total.missing_cells > 0) {
    quality.missing =
        PriorQuality::Missing{total.missing_cells, total.missing_count, total.missing_ranks.auc(),
                              total.missing.log_loss(), total.missing.calibration_error()};
  }
  return quality;
}

}  // namespace

PriorQuality evaluate_prior(const ContextModel& model, const EvaluationInput& input, ThreadPool& pool) {
  const PriorEvaluation evaluation(model, input);
  std::vector<Partial> partials(static_cast<std::size_t>(pool.threads()), Partial(model.tags()));
  pool.parallel_ranges(input.posts.size(), kGrain, [&](std::int64_t begin, std::int64_t end, int thread) {
    for (std::int64_t post = begin; post < end; ++post)
      evaluation.add_post(post, partials[static_cast<std::size_t>(thread)]);
  });
  for (std::size_t i = 1; i < partials.size(); ++i) merge(partials[i], partials.front());
  return summary(partials.front(), static_cast<std::uint64_t>(input.posts.size()));
}

void calibrate_by_tag(ContextModel& model, const LabelSets& posts, ThreadPool& pool) {
  const auto tags = static_cast<std::size_t>(model.tags());
  std::vector<Partial> partials(static_cast<std::size_t>(pool.threads()), Partial(model.tags()));
  pool.parallel_ranges(posts.size(), kGrain, [&](std::int64_t begin, std::int64_t end, int thread) {
    Partial& partial = partials[static_cast<std::size_t>(thread)];
    for (std::int64_t post = begin; post < end; ++post) {
      model.raw_logits(posts.of(post), partial.logits);
      for_each_tag(posts.of(post), tags, [&](std::size_t t, bool holds) {
        partial.by_tag[t].add(partial.logits[t], holds ? 1 : 0);
      });
    }
  });
  std::vector<float> slope(tags), shift(tags);
  for (std::size_t t = 0; t < tags; ++t) {
    for (std::size_t i = 1; i < partials.size(); ++i) partials.front().by_tag[t].add(partials[i].by_tag[t]);
    const LogitHistogram::Line line = partials.front().by_tag[t].fit_platt(kPlattStrength);
    slope[t] = static_cast<float>(line.slope);
    shift[t] = static_cast<float>(line.shift);
  }
  model.calibrate(std::move(slope), std::move(shift));
}

}  // namespace jtp
