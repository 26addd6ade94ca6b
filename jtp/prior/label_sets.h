// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "jtp/data/manifest.h"

namespace jtp {

// The labels of posts, concatenated: indices in a vocabulary of K tags, ascending within a set.
struct LabelSets {
  int tags = 0;                           // K
  std::vector<std::int64_t> begin = {0};  // [N + 1], into labels
  std::vector<std::int16_t> labels;
  std::vector<std::int64_t> sample;  // [N], index into the manifest

  std::int64_t size() const { return static_cast<std::int64_t>(sample.size()); }
  std::span<const std::int16_t> of(std::int64_t post) const {
    const auto i = static_cast<std::size_t>(post);
    return std::span(labels).subspan(static_cast<std::size_t>(begin[i]),
                                     static_cast<std::size_t>(begin[i + 1] - begin[i]));
  }
};

// The sets of one split in a random order that depends only on the seed. The manifest's order is that of
// upload, and the gradient steps must not end with the newest posts.
LabelSets gather_labels(const Manifest& manifest, Split split, std::uint64_t seed);

// Calls function(tag, is_label) for each of `tags` tags in order. `labels`: a set of labels, ascending.
template <typename Function>
void for_each_tag(std::span<const std::int16_t> labels, std::size_t tags, const Function& function) {
  auto next = labels.begin();
  for (std::size_t t = 0; t < tags; ++t) {
    const bool holds = next != labels.end() && *next == static_cast<std::int16_t>(t);
    if (holds) ++next;
    function(t, holds);
  }
}

// The number of sets with each tag: [K].
std::vector<std::int64_t> count_labels(const LabelSets& sets);

}  // namespace jtp
