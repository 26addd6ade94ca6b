// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "jtp/data/manifest.h"

namespace jtp {

// Posts that show the same thing, directly or through others: parents and children, near duplicates.
class PostGroups {
 public:
  void join(std::int64_t post_id, std::int64_t other_id) { unite(post_id, other_id); }

  // All posts joined under one name are one group.
  void join(std::int64_t post_id, std::string_view group);

  // A number that all posts of a group share, whatever the order in which they were joined; nothing for a
  // post that was never joined. Not a const member: it shortens paths.
  std::optional<std::int64_t> find(std::int64_t post_id);

  std::size_t posts() const { return parents_.size(); }

 private:
  std::int64_t root(std::int64_t id);
  void unite(std::int64_t a, std::int64_t b);

  std::unordered_map<std::int64_t, std::int64_t>
      parents_;  // a forest; the root of a tree is its smallest number
};

// Shares of a training set; what is left is for training.
struct SplitShares {
  double validation = 0.01;
  double test = 0.01;
};

// The part that a picture belongs to, by a hash of its group, or of its MD5 where it has none: adding posts
// moves no other post. Throws nothing; shares are 0...1 together.
Split split_of(const Md5& md5, std::optional<std::int64_t> group, const SplitShares& shares);

}  // namespace jtp
