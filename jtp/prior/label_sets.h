// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "jtp/data/manifest.h"

namespace jtp {

// The labels of posts, one set after the other: indices of a vocabulary of K tags, ascending within a set.
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

// The sets of one split in a random order that depends on the seed alone: the manifest's order is that of
// upload, and gradient steps must not end with the newest posts.
LabelSets gather_labels(const Manifest& manifest, Split split, std::uint64_t seed);

// How many sets have each tag: [K].
std::vector<std::int64_t> count_labels(const LabelSets& sets);

}  // namespace jtp
