// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "jtp/prior/omission.h"

namespace jtp {

// Counts what uploaders omit, according to a network that was trained on other pictures. For tag t it
// considers the max(12, 0.15 n_t) pictures with the largest probabilities, where n_t is the number of
// pictures with the tag. The sum of their probabilities estimates how many of them show the tag, and the
// labels say how many were given it (docs/prior.md, "Layer B").
class OmissionEstimate {
 public:
  // labelled: n_t, [K].
  explicit OmissionEstimate(std::span<const std::int64_t> labelled);

  // One picture: the probability of each tag, [K], and its labels, ascending. The order of pictures does not
  // matter.
  void add(std::span<const float> probabilities, std::span<const std::int16_t> labels);

  // [K]: `checked` is the sum of the probabilities, `omitted` the part of it without a label.
  std::vector<OmissionCount> counts() const;

  // The best pictures so far, for exchange between processes: for each tag in turn the probabilities,
  // negative if the picture lacks the label, 0 if there is none yet. Their number depends only on `labelled`.
  std::span<const float> best() const { return best_; }
  // Adds the pictures of another estimate.
  void take(std::span<const float> best);

 private:
  void offer(std::size_t tag, float signed_probability);

  std::vector<std::size_t> begin_;  // [K + 1], the places of each tag in best_
  std::vector<float> best_;         // for each tag a heap, whose front is replaced first
};

}  // namespace jtp
