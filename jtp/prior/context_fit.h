// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "jtp/base/thread_pool.h"
#include "jtp/prior/context_model.h"
#include "jtp/prior/fit_journal.h"
#include "jtp/prior/implied_pairs.h"
#include "jtp/prior/label_sets.h"

namespace jtp {

struct ContextFitOptions {
  int passes = 0;          // over all posts; 0: passes_for()
  float rate = 0.5F;       // of the first step; falls linearly to 0
  float precision = 3.0F;  // lambda: weights are N(0, 1 / lambda) before any post is seen
  float least_weight = 0.02F;
  int most_inputs = 256;  // per output, the largest
};

// Two passes over millions of posts; more over fewer, so that about four million posts are seen, but at most
// 200.
int passes_for(std::int64_t posts);

// Called after each block of outputs; may throw to stop.
using FitProgress = std::function<void(int done, int blocks)>;

// Where and how a fit runs; the result does not depend on it.
struct FitSurroundings {
  ThreadPool& pool;
  FitJournal&
      journal;  // has the finished blocks of an earlier run that was cut off, and takes those of this one
  FitProgress progress;
};

// Layer C: the weights and biases that maximise the pseudo-likelihood sum_t log P(y_t | y_-t) of all posts
// together with the Gaussian prior, by stochastic gradient steps that start at the log-odds of `prevalence`
// [K]. Pairs of `implied` stay unconnected. Outputs are independent problems: threads own blocks of them, so
// the result is the same to the bit for any number of threads and any instruction set.
ContextModel fit_context(const LabelSets& posts, std::span<const float> prevalence,
                         const ImpliedPairs& implied, const ContextFitOptions& options,
                         const FitSurroundings& surroundings);

}  // namespace jtp
