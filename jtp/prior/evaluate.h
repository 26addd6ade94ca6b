// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "jtp/base/thread_pool.h"
#include "jtp/prior/context_model.h"
#include "jtp/prior/implied_pairs.h"
#include "jtp/prior/label_sets.h"

namespace jtp {

// How well a model predicts each tag of held-out posts from their other tags.
struct PriorQuality {
  std::uint64_t posts = 0;
  double log_loss = 0;           // nats per cell (post, tag)
  double auc = 0;                // mean over the tags that some posts have and others lack
  double calibration_error = 0;  // see ProbabilitySums
  std::uint64_t hidden = 0;      // posts in which one tag was hidden
  double recall_5 = 0;  // how often the hidden tag is among the first 5, 10, 20 of all tags that the post
                        // lacks
  double recall_10 = 0;
  double recall_20 = 0;

  // If the truth of the posts is known: how well missing_probability(), the posterior that an absent tag is
  // true, finds the tags that were really omitted.
  struct Missing {
    std::uint64_t cells = 0;
    std::uint64_t missing = 0;
    double auc = 0;
    double log_loss = 0;
    double calibration_error = 0;
  };
  std::optional<Missing> missing;
};

// The true labels of some posts, ascending, by index in the manifest.
using TrueLabels = std::map<std::int64_t, std::vector<std::int16_t>>;

struct EvaluationInput {
  const LabelSets& posts;
  const ImpliedPairs& implied;      // a tag that another tag of the post implies is never hidden
  std::span<const float> omission;  // [K]
  const TrueLabels& truth;          // empty if unknown
};

// The result does not depend on the number of threads.
PriorQuality evaluate_prior(const ContextModel& model, const EvaluationInput& input, ThreadPool& pool);

// Platt scaling of each tag on held-out posts, with a prior for the uncalibrated model that counts as much as
// 20 posts at even odds.
void calibrate_by_tag(ContextModel& model, const LabelSets& posts, ThreadPool& pool);

}  // namespace jtp
