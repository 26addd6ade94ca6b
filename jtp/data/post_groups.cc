// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/post_groups.h"

#include <algorithm>

#include "jtp/base/hash.h"
#include "jtp/base/random.h"

namespace jtp {
namespace {

std::uint64_t hash_of(const Md5& md5) {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < md5.size(); ++i)
    hash = i % 8 == 0 ? mixed(hash) ^ md5[i] : hash ^ std::uint64_t{md5[i]} << (8 * (i % 8));
  return mixed(hash);
}

std::uint64_t hash_of(std::string_view text) { return mixed(fnv1a(text)); }

}  // namespace

void PostGroups::join(std::int64_t post_id, std::string_view group) {
  // No post has a negative number, so a named group can be represented as one more member.
  unite(post_id, -1 - static_cast<std::int64_t>(hash_of(group) >> 1));
}

std::int64_t PostGroups::root(std::int64_t id) {
  auto at = parents_.emplace(id, id).first;
  while (at->second != at->first) {
    const auto up = parents_.find(at->second);
    at->second = up->second;
    at = up;
  }
  return at->first;
}

void PostGroups::unite(std::int64_t a, std::int64_t b) {
  const std::int64_t low = std::min(root(a), root(b));
  const std::int64_t high = std::max(root(a), root(b));
  parents_[high] = low;
}

std::optional<std::int64_t> PostGroups::find(std::int64_t post_id) {
  if (!parents_.contains(post_id)) return std::nullopt;
  return root(post_id);
}

Split split_of(const Md5& md5, std::optional<std::int64_t> group, const SplitShares& shares) {
  const std::uint64_t hash = group ? mixed(static_cast<std::uint64_t>(*group)) : hash_of(md5);
  const double position = static_cast<double>(hash >> 11) * 0x1p-53;
  if (position < shares.validation) return Split::kValidation;
  return position < shares.validation + shares.test ? Split::kTest : Split::kTrain;
}

}  // namespace jtp
