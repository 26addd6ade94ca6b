// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/context_fit.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>

#include "jtp/base/aligned_buffer.h"
#include "jtp/base/isa.h"
#include "jtp/prior/column_kernels.h"

namespace jtp {
namespace {

float log_odds(float p) { return std::log(p / (1 - p)); }

// The scales of the steps, shared by all blocks.
//
// A step on weight W_st has the size of AdaGrad's, 1 / sqrt(sum of squared gradients so far), but with the
// sum replaced by its expectation n_s pi_t (1 - pi_t) over a pass. Because this is a product of a number per
// input and a number per output, a block needs no state other than its weights.
struct Scales {
  explicit Scales(const LabelSets& posts, float precision) {
    for (const std::int64_t count : count_labels(posts)) {
      const auto n = static_cast<float>(std::max<std::int64_t>(count, 1));
      input.push_back(1 / std::sqrt(n));
      decay.push_back(precision / n);
    }
    bias = 1 / std::sqrt(static_cast<float>(std::max<std::int64_t>(posts.size(), 1)));
  }
  std::vector<float> input;
  std::vector<float> decay;
  float bias = 1;
};

class BlockFit {
 public:
  BlockFit(const LabelSets& posts, std::span<const float> prevalence, const ImpliedPairs& implied,
           const ContextFitOptions& options)
      : posts_(posts),
        prevalence_(prevalence),
        implied_(implied),
        options_(options),
        scales_(posts, options.precision) {}

  FittedBlock fit(int block) const {
    const int first = block * kColumns;
    const int columns = std::min(kColumns, posts_.tags - first);
    std::vector<std::uint16_t> masked(static_cast<std::size_t>(posts_.tags), 0);
    float output_scale[kColumns] = {};
    AlignedBuffer<float> weights(static_cast<std::size_t>(posts_.tags) * kColumns);
    AlignedBuffer<float> bias(kColumns);
    for (int j = 0; j < columns; ++j) {
      const float p = prevalence_[static_cast<std::size_t>(first + j)];
      output_scale[j] = 1 / std::sqrt(p * (1 - p));
      bias.data()[j] = log_odds(p);
      for (const std::int16_t input : implied_.masked(first + j)) {
        auto& bits = masked[static_cast<std::size_t>(input)];
        bits = static_cast<std::uint16_t>(bits | 1U << j);
      }
    }
    const ColumnProblem problem{.label_begin = posts_.begin.data(),
                                .labels = posts_.labels.data(),
                                .posts = posts_.size(),
                                .input_scale = scales_.input.data(),
                                .input_decay = scales_.decay.data(),
                                .masked = masked.data(),
                                .output_scale = output_scale,
                                .bias_scale = scales_.bias,
                                .first_output = first};
    const ColumnKernels& kernels = column_kernels_for(active_isa());
    const int passes = options_.passes > 0 ? options_.passes : passes_for(posts_.size());
    for (int pass = 0; pass < passes; ++pass) {
      const auto rate = [&](int done) {
        return options_.rate * static_cast<float>(passes - done) / static_cast<float>(passes);
      };
      kernels.train_pass(problem, rate(pass), rate(pass + 1), weights.data(), bias.data());
    }
    FittedBlock result;
    result.block = block;
    for (int j = 0; j < columns; ++j) {
      result.bias.push_back(bias.data()[j]);
      keep_largest(weights.span(), first, j, result.weights);
    }
    return result;
  }

 private:
  void keep_largest(std::span<const float> weights, int first, int column,
                    std::vector<ContextWeight>& kept) const {
    std::vector<ContextWeight> candidates;
    for (int s = 0; s < posts_.tags; ++s) {
      const float value = weights[static_cast<std::size_t>(s) * kColumns + static_cast<std::size_t>(column)];
      if (std::abs(value) > options_.least_weight)
        candidates.push_back(
            {static_cast<std::int16_t>(s), static_cast<std::int16_t>(first + column), value});
    }
    const auto most = static_cast<std::size_t>(options_.most_inputs);
    if (candidates.size() > most) {
      std::stable_sort(candidates.begin(), candidates.end(),
                       [](const ContextWeight& a, const ContextWeight& b) {
                         return std::abs(a.value) > std::abs(b.value);
                       });
      candidates.resize(most);
    }
    kept.insert(kept.end(), candidates.begin(), candidates.end());
  }

  const LabelSets& posts_;
  std::span<const float> prevalence_;
  const ImpliedPairs& implied_;
  const ContextFitOptions& options_;
  const Scales scales_;
};

}  // namespace

int passes_for(std::int64_t posts) {
  constexpr std::int64_t kWanted = 4000000;
  return static_cast<int>(std::clamp<std::int64_t>(kWanted / std::max<std::int64_t>(posts, 1), 2, 200));
}

ContextModel fit_context(const LabelSets& posts, std::span<const float> prevalence,
                         const ImpliedPairs& implied, const ContextFitOptions& options,
                         const FitSurroundings& surroundings) {
  const int blocks = (posts.tags + kColumns - 1) / kColumns;
  std::vector<int> open;
  for (int block = 0; block < blocks; ++block) {
    if (!surroundings.journal.has(block)) open.push_back(block);
  }
  const BlockFit fit(posts, prevalence, implied, options);
  std::mutex mutex;
  int done = blocks - static_cast<int>(open.size());
  surroundings.pool.parallel_for(static_cast<std::int64_t>(open.size()), [&](std::int64_t i, int) {
    FittedBlock block = fit.fit(open[static_cast<std::size_t>(i)]);
    const std::lock_guard lock(mutex);
    surroundings.journal.add(std::move(block));
    surroundings.progress(++done, blocks);
  });
  std::vector<float> bias;
  std::vector<ContextWeight> weights;
  for (int block = 0; block < blocks; ++block) {
    const FittedBlock& fitted = surroundings.journal.at(block);
    bias.insert(bias.end(), fitted.bias.begin(), fitted.bias.end());
    weights.insert(weights.end(), fitted.weights.begin(), fitted.weights.end());
  }
  return {std::move(bias), std::move(weights)};
}

}  // namespace jtp
