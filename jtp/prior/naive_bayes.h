// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "jtp/base/thread_pool.h"
#include "jtp/prior/context_model.h"
#include "jtp/prior/implied_pairs.h"
#include "jtp/prior/label_sets.h"

namespace jtp {

// The first baseline: each tag from its prevalence alone.
ContextModel marginal_model(std::span<const float> prevalence);

// The second baseline: logit q_t = logit pi_t + tau sum_{s in post} (L_st - its mean), L_st = log P(s | t) /
// P(s | not t) from the counts of pairs, smoothed by five posts. tau compensates for evidence that is counted
// several times; it is the best of nine values on 4000 posts. Pairs of `implied` are omitted, as in
// fit_context(). With more than 2048 tags, each output keeps only its 256 most informative inputs.
ContextModel naive_bayes_model(const LabelSets& posts, std::span<const float> prevalence,
                               const ImpliedPairs& implied, ThreadPool& pool);

}  // namespace jtp
