// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/omission_estimate.h"

#include <algorithm>
#include <cmath>

#include "jtp/prior/label_sets.h"

namespace jtp {
namespace {

constexpr std::int64_t kFewest = 12;
constexpr double kShare = 0.15;  // the share of the pictures with the label that the network may be sure of
constexpr float kMin = 1e-30F;   // because 0 has no sign

// Whether the picture with `a` is preferred to the one with `b`. At equal probabilities, one with the label
// comes first.
bool goes_before(float a, float b) { return std::abs(a) != std::abs(b) ? std::abs(a) > std::abs(b) : a > b; }

}  // namespace

OmissionEstimate::OmissionEstimate(std::span<const std::int64_t> labelled) {
  begin_.push_back(0);
  for (const std::int64_t n : labelled) {
    const auto wanted = static_cast<std::int64_t>(std::ceil(kShare * static_cast<double>(n)));
    begin_.push_back(begin_.back() + static_cast<std::size_t>(std::max(kFewest, wanted)));
  }
  best_.assign(begin_.back(), 0.0F);
}

void OmissionEstimate::offer(std::size_t tag, float signed_probability) {
  float* const first = best_.data() + begin_[tag];
  float* const last = best_.data() + begin_[tag + 1];
  if (!goes_before(signed_probability, *first)) return;
  std::pop_heap(first, last, goes_before);
  last[-1] = signed_probability;
  std::push_heap(first, last, goes_before);
}

void OmissionEstimate::add(std::span<const float> probabilities, std::span<const std::int16_t> labels) {
  for_each_tag(labels, probabilities.size(), [&](std::size_t t, bool holds) {
    const float p = std::max(probabilities[t], kMin);
    offer(t, holds ? p : -p);
  });
}

void OmissionEstimate::take(std::span<const float> best) {
  for (std::size_t t = 0; t + 1 < begin_.size(); ++t) {
    for (std::size_t i = begin_[t]; i < begin_[t + 1]; ++i) {
      if (best[i] != 0) offer(t, best[i]);
    }
  }
}

std::vector<OmissionCount> OmissionEstimate::counts() const {
  std::vector<OmissionCount> counts;
  for (std::size_t t = 0; t + 1 < begin_.size(); ++t) {
    std::vector<float> places(best_.data() + begin_[t], best_.data() + begin_[t + 1]);
    std::sort(places.begin(), places.end(), goes_before);  // because a sum depends on the order
    OmissionCount count;
    double labelled = 0;
    for (const float p : places) {
      count.checked += std::abs(p);
      labelled += p > 0 ? 1 : 0;
    }
    count.omitted = std::max(count.checked - labelled, 0.0);
    counts.push_back(count);
  }
  return counts;
}

}  // namespace jtp
