// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/eval/score_tally.h"

namespace jtp {

enum class Suspicion {
  kMissing,  // not labelled, but the model is sure that the tag is present
  kWrong,    // labelled, but the model is sure that the tag is absent
};

struct SuspiciousLabel {
  Suspicion suspicion = Suspicion::kMissing;
  int tag = 0;
  std::int64_t picture = 0;  // its number in the source
  float score = 0;
};

// The cells in which labels and model contradict each other most. At most kPerTag per tag, so that a single
// bad tag does not fill the list.
class SuspiciousLabels {
 public:
  static constexpr std::size_t kPerTag = 3;  // per kind

  // `tags`: the only tags to consider.
  SuspiciousLabels(int all_tags, std::span<const int> tags);

  void add(const ScoredLabels& picture, std::int64_t number);

  // The worst ones of a kind, worst first.
  std::vector<SuspiciousLabel> worst(Suspicion suspicion, std::size_t limit) const;

 private:
  // The worst so far, worst first; `doubt` is how sure the model is of the opposite.
  struct Slot {
    float doubt = -1;
    std::int64_t picture = 0;
  };
  void offer(Suspicion suspicion, int tag, Slot slot);
  std::span<Slot> slots(Suspicion suspicion, int tag);

  std::vector<bool> looked_at_;  // [K]
  std::vector<Slot> slots_;      // [K][kinds][kPerTag]
};

}  // namespace jtp
