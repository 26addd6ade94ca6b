// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/suspicious_labels.h"

#include <algorithm>
#include <utility>

namespace jtp {
namespace {

constexpr std::size_t kKinds = 2;

std::size_t first_slot(Suspicion suspicion, int tag) {
  return (static_cast<std::size_t>(tag) * kKinds + static_cast<std::size_t>(suspicion)) *
         SuspiciousLabels::kPerTag;
}

}  // namespace

SuspiciousLabels::SuspiciousLabels(int all_tags, std::span<const int> tags)
    : looked_at_(static_cast<std::size_t>(all_tags)),
      slots_(static_cast<std::size_t>(all_tags) * kKinds * kPerTag) {
  for (const int tag : tags) looked_at_[static_cast<std::size_t>(tag)] = true;
}

std::span<SuspiciousLabels::Slot> SuspiciousLabels::slots(Suspicion suspicion, int tag) {
  return std::span(slots_).subspan(first_slot(suspicion, tag), kPerTag);
}

void SuspiciousLabels::offer(Suspicion suspicion, int tag, Slot slot) {
  if (!looked_at_[static_cast<std::size_t>(tag)]) return;
  for (Slot& place : slots(suspicion, tag)) {
    if (slot.doubt > place.doubt) std::swap(slot, place);
  }
}

void SuspiciousLabels::add(const ScoredLabels& picture, std::int64_t number) {
  auto label = picture.labels.begin();
  const auto skip_to = [&](int tag) {  // labels without a score are at the floor
    for (; label != picture.labels.end() && *label < tag; ++label)
      offer(Suspicion::kWrong, *label, {.doubt = 1, .picture = number});
  };
  for (const TagScore& score : picture.scores) {
    skip_to(score.index);
    if (label != picture.labels.end() && *label == score.index) {
      offer(Suspicion::kWrong, score.index, {.doubt = 1 - score.score, .picture = number});
      ++label;
    } else {
      offer(Suspicion::kMissing, score.index, {.doubt = score.score, .picture = number});
    }
  }
  skip_to(static_cast<int>(looked_at_.size()));
}

std::vector<SuspiciousLabel> SuspiciousLabels::worst(Suspicion suspicion, std::size_t limit) const {
  std::vector<SuspiciousLabel> found;
  for (std::size_t tag = 0; tag < looked_at_.size(); ++tag) {
    for (std::size_t i = 0; i < kPerTag; ++i) {
      const Slot& slot = slots_[first_slot(suspicion, static_cast<int>(tag)) + i];
      if (slot.doubt < 0) continue;
      const float score = suspicion == Suspicion::kMissing ? slot.doubt : 1 - slot.doubt;
      found.push_back({suspicion, static_cast<int>(tag), slot.picture, score});
    }
  }
  std::stable_sort(found.begin(), found.end(), [&](const SuspiciousLabel& a, const SuspiciousLabel& b) {
    return suspicion == Suspicion::kMissing ? a.score > b.score : a.score < b.score;
  });
  found.resize(std::min(found.size(), limit));
  return found;
}

}  // namespace jtp
