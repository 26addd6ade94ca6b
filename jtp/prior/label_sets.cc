// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/label_sets.h"

#include <utility>

#include "jtp/base/random.h"

namespace jtp {

LabelSets gather_labels(const Manifest& manifest, Split split, std::uint64_t seed) {
  LabelSets sets;
  sets.tags = manifest.header().tags;
  std::int64_t labels = 0;
  for (std::int64_t i = 0; i < manifest.size(); ++i) {
    if (manifest.split(i) != split) continue;
    sets.sample.push_back(i);
    labels += static_cast<std::int64_t>(manifest.labels(i).size());
  }
  Dice dice(seed);
  for (std::size_t left = sets.sample.size(); left > 1; --left)
    std::swap(sets.sample[left - 1], sets.sample[dice.below(left)]);
  sets.labels.reserve(static_cast<std::size_t>(labels));
  sets.begin.reserve(sets.sample.size() + 1);
  for (const std::int64_t sample : sets.sample) {
    const auto own = manifest.labels(sample);
    sets.labels.insert(sets.labels.end(), own.begin(), own.end());
    sets.begin.push_back(static_cast<std::int64_t>(sets.labels.size()));
  }
  return sets;
}

std::vector<std::int64_t> count_labels(const LabelSets& sets) {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(sets.tags));
  for (const std::int16_t label : sets.labels) ++counts[static_cast<std::size_t>(label)];
  return counts;
}

}  // namespace jtp
