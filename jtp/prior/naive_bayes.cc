// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/naive_bayes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "jtp/prior/probability_sums.h"

namespace jtp {
namespace {

constexpr int kBlock = 512;       // outputs whose pairs one thread counts together
constexpr int kAllInputs = 2048;  // with at most this many tags, all pairs are kept
constexpr std::size_t kMaxInputs = 256;
constexpr double kSmoothing = 5;
constexpr std::int64_t kTrialPosts = 4000;
constexpr std::array kTaus = {0.05F, 0.1F, 0.15F, 0.2F, 0.3F, 0.4F, 0.6F, 0.8F, 1.0F};

// How often input s and output first + j occur in the same post: [K, kBlock].
std::vector<std::uint32_t> count_pairs(const LabelSets& posts, int first) {
  std::vector<std::uint32_t> pairs(static_cast<std::size_t>(posts.tags) * kBlock);
  for (std::int64_t i = 0; i < posts.size(); ++i) {
    const auto labels = posts.of(i);
    const auto begin = std::lower_bound(labels.begin(), labels.end(), first);
    const auto end = std::lower_bound(begin, labels.end(), first + kBlock);
    for (auto t = begin; t != end; ++t) {
      for (const std::int16_t s : labels)
        ++pairs[static_cast<std::size_t>(s) * kBlock + static_cast<std::size_t>(*t - first)];
    }
  }
  return pairs;
}

struct Evidence {
  float telling;  // how informative it is, for the choice of inputs
  ContextWeight weight;
};

class PairWeights {
 public:
  PairWeights(const LabelSets& posts, const ImpliedPairs& implied)
      : posts_(posts),
        implied_(implied),
        counts_(count_labels(posts)),
        n_(std::max<double>(1, static_cast<double>(posts.size()))) {
    double sum = 0;
    for (const std::int64_t count : counts_) sum += static_cast<double>(count);
    mean_frequency_ = sum / n_ / std::max<double>(1, posts.tags);
  }

  std::vector<ContextWeight> of_block(int first) const {
    const std::vector<std::uint32_t> pairs = count_pairs(posts_, first);
    std::vector<ContextWeight> weights;
    for (int t = first; t < std::min(first + kBlock, posts_.tags); ++t) {
      std::vector<Evidence> evidence;
      const auto masked = implied_.masked(t);
      for (int s = 0; s < posts_.tags; ++s) {
        if (std::binary_search(masked.begin(), masked.end(), static_cast<std::int16_t>(s))) continue;
        evidence.push_back(
            weigh(s, t, pairs[static_cast<std::size_t>(s) * kBlock + static_cast<std::size_t>(t - first)]));
      }
      if (posts_.tags > kAllInputs && evidence.size() > kMaxInputs) {
        std::stable_sort(evidence.begin(), evidence.end(),
                         [](const Evidence& a, const Evidence& b) { return a.telling > b.telling; });
        evidence.resize(kMaxInputs);
      }
      for (const Evidence& one : evidence) weights.push_back(one.weight);
    }
    return weights;
  }

 private:
  Evidence weigh(int s, int t, double pairs) const {
    const auto with_s = static_cast<double>(counts_[static_cast<std::size_t>(s)]);
    const auto with_t = static_cast<double>(counts_[static_cast<std::size_t>(t)]);
    const double frequency = (with_s + kSmoothing * mean_frequency_) / (n_ + kSmoothing);
    const double given = (pairs + kSmoothing * frequency) / (with_t + kSmoothing);
    const double otherwise = (with_s - pairs + kSmoothing * frequency) / (n_ - with_t + kSmoothing);
    const double value = std::log(given / std::max(otherwise, 1e-7));
    return {static_cast<float>(std::abs(value) * frequency * (1 - frequency)),
            {static_cast<std::int16_t>(s), static_cast<std::int16_t>(t), static_cast<float>(value)}};
  }

  const LabelSets& posts_;
  const ImpliedPairs& implied_;
  std::vector<std::int64_t> counts_;
  double n_;
  double mean_frequency_ = 0;
};

// `untempered`: the plain sum of L. Returns the mean of each output's sum over the first posts.
std::vector<float> mean_sums(const ContextModel& untempered, const LabelSets& posts) {
  const std::int64_t trials = std::min(kTrialPosts, posts.size());
  std::vector<double> sums(static_cast<std::size_t>(posts.tags));
  std::vector<float> logits(sums.size());
  for (std::int64_t i = 0; i < trials; ++i) {
    untempered.raw_logits(posts.of(i), logits);
    for (std::size_t t = 0; t < sums.size(); ++t) sums[t] += logits[t];
  }
  std::vector<float> means;
  for (const double sum : sums)
    means.push_back(static_cast<float>(sum / static_cast<double>(std::max<std::int64_t>(1, trials))));
  return means;
}

float best_tau(const ContextModel& untempered, const LabelSets& posts, std::span<const float> bias,
               std::span<const float> means) {
  std::array<ProbabilitySums, kTaus.size()> losses;
  std::vector<float> sums(bias.size());
  for (std::int64_t i = 0; i < std::min(kTrialPosts, posts.size()); ++i) {
    const auto labels = posts.of(i);
    untempered.raw_logits(labels, sums);
    auto own = labels.begin();
    for (std::size_t t = 0; t < sums.size(); ++t) {
      const bool holds = own != labels.end() && *own == static_cast<std::int16_t>(t);
      if (holds) ++own;
      for (std::size_t k = 0; k < kTaus.size(); ++k)
        losses[k].add(bias[t] + kTaus[k] * (sums[t] - means[t]), holds);
    }
  }
  std::size_t best = 0;
  for (std::size_t k = 1; k < kTaus.size(); ++k) {
    if (losses[k].log_loss() < losses[best].log_loss()) best = k;
  }
  return kTaus[best];
}

}  // namespace

ContextModel marginal_model(std::span<const float> prevalence) {
  std::vector<float> bias;
  for (const float p : prevalence) bias.push_back(std::log(p / (1 - p)));
  return {std::move(bias), {}};
}

ContextModel naive_bayes_model(const LabelSets& posts, std::span<const float> prevalence,
                               const ImpliedPairs& implied, ThreadPool& pool) {
  const PairWeights pairs(posts, implied);
  const int blocks = (posts.tags + kBlock - 1) / kBlock;
  std::vector<std::vector<ContextWeight>> parts(static_cast<std::size_t>(blocks));
  pool.parallel_for(blocks, [&](std::int64_t block, int) {
    parts[static_cast<std::size_t>(block)] = pairs.of_block(static_cast<int>(block) * kBlock);
  });
  std::vector<ContextWeight> weights;
  for (const auto& part : parts) weights.insert(weights.end(), part.begin(), part.end());
  const ContextModel untempered(std::vector<float>(prevalence.size(), 0.0F), weights);
  const std::vector<float> means = mean_sums(untempered, posts);
  const ContextModel marginal = marginal_model(prevalence);
  const float tau = best_tau(untempered, posts, marginal.bias(), means);
  std::vector<float> bias;
  for (std::size_t t = 0; t < means.size(); ++t) bias.push_back(marginal.bias()[t] - tau * means[t]);
  for (ContextWeight& weight : weights) weight.value *= tau;
  return {std::move(bias), std::move(weights)};
}

}  // namespace jtp
