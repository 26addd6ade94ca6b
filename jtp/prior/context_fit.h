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
  float precision = 3.0F;  // lambda: the weights have the prior N(0, 1 / lambda)
  float least_weight = 0.02F;
  int most_inputs = 256;  // per output: only the largest weights are kept
};

// Two passes for millions of posts and more for fewer, so that about four million posts are seen; at most
// 200.
int passes_for(std::int64_t posts);

// Called after each block of outputs; may throw to stop.
using FitProgress = std::function<void(int done, int blocks)>;

// Where and how a fit runs; this does not affect the result.
struct FitSurroundings {
  ThreadPool& pool;
  FitJournal& journal;  // has the finished blocks of an interrupted run and receives those of this one
  FitProgress progress;
};

// Layer C: the weights and biases that maximise the pseudo-likelihood sum_t log P(y_t | y_-t) of all posts
// together with the Gaussian prior. The fit uses stochastic gradient steps, starting from the log-odds of
// `prevalence` [K]. Pairs of `implied` stay unconnected. Outputs are independent problems and each block of
// them belongs to one thread, so the result is the same to the bit for any number of threads and any
// instruction set.
ContextModel fit_context(const LabelSets& posts, std::span<const float> prevalence,
                         const ImpliedPairs& implied, const ContextFitOptions& options,
                         const FitSurroundings& surroundings);

}  // namespace jtp
