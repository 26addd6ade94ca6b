// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "jtp/data/synth_world.h"
#include "jtp/prior/label_sets.h"

namespace jtp::test {

// Posts of a synthetic world as label sets; the world's tags are the vocabulary.
inline LabelSets synth_labels(const SynthWorld& world, std::int64_t first, std::int64_t posts) {
  LabelSets sets;
  sets.tags = static_cast<int>(world.tags());
  for (std::int64_t i = first; i < first + posts; ++i) {
    std::vector<std::uint32_t> observed = world.post(static_cast<std::uint64_t>(i)).observed;
    for (const std::uint32_t tag : observed) sets.labels.push_back(static_cast<std::int16_t>(tag));
    sets.begin.push_back(static_cast<std::int64_t>(sets.labels.size()));
    sets.sample.push_back(i);
  }
  return sets;
}

// The frequency of each tag, kept away from 0 and 1.
inline std::vector<float> frequencies(const LabelSets& sets) {
  std::vector<float> result;
  for (const std::int64_t count : count_labels(sets))
    result.push_back((static_cast<float>(count) + 0.5F) / (static_cast<float>(sets.size()) + 1));
  return result;
}

}  // namespace jtp::test
