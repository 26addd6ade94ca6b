// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "jtp/data/manifest.h"

namespace jtp {

// Groups of posts that show the same thing, directly or indirectly: parents and children, near duplicates.
class PostGroups {
 public:
  void join(std::int64_t post_id, std::int64_t other_id) { unite(post_id, other_id); }

  // Puts all posts that are joined under one name into one group.
  void join(std::int64_t post_id, std::string_view group);

  // A number that all posts of a group share, independent of the order of joining; nothing for a post that
  // was never joined. Not const, because it shortens paths.
  std::optional<std::int64_t> find(std::int64_t post_id);

  std::size_t posts() const { return parents_.size(); }

 private:
  std::int64_t root(std::int64_t id);
  void unite(std::int64_t a, std::int64_t b);

  std::unordered_map<std::int64_t, std::int64_t>
      parents_;  // a forest; the root of a tree is its smallest number
};

// Shares of a training set; the rest is for training.
struct SplitShares {
  double validation = 0.01;
  double test = 0.01;
};

// The split of a picture, from a hash of its group or, without a group, of its MD5: adding posts never moves
// another post. Throws nothing. The shares must add up to 0...1.
Split split_of(const Md5& md5, std::optional<std::int64_t> group, const SplitShares& shares);

}  // namespace jtp
