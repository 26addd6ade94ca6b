// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "jtp/prior/omission.h"

namespace jtp {

// Counts what uploaders leave out, with the eyes of a network that has learned from other pictures: of tag t
// it looks at the max(12, 0.15 n_t) pictures with the largest probabilities, n_t being how many have the tag.
// As many of them show it as their probabilities add up to, and the labels say how many were given it
// (docs/prior.md, "Layer B").
class OmissionEstimate {
 public:
  // labelled: n_t, [K].
  explicit OmissionEstimate(std::span<const std::int64_t> labelled);

  // One picture: the probability of each tag, [K], and its labels, ascending. The order of pictures does not
  // matter.
  void add(std::span<const float> probabilities, std::span<const std::int16_t> labels);

  // [K]: `checked` is the sum of the probabilities, `omitted` what of it has no label.
  std::vector<OmissionCount> counts() const;

  // The best pictures so far, for exchange between processes: of each tag in turn its probability, negative
  // where the picture lacks the label, 0 for none yet. Their number depends on `labelled` alone.
  std::span<const float> best() const { return best_; }
  // Takes what another estimate has seen.
  void take(std::span<const float> best);

 private:
  void offer(std::size_t tag, float signed_probability);

  std::vector<std::size_t> begin_;  // [K + 1], of each tag's places in best_
  std::vector<float> best_;         // of each tag a heap whose front is the first to go
};

}  // namespace jtp
