// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/implications.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxPairs = std::size_t{1} << 22;

}  // namespace

Implications::Implications(const Vocabulary& vocabulary, const TagGraph& graph)
    : implied_(static_cast<std::size_t>(vocabulary.size())) {
  if (!graph.has_implications()) return;
  // Several tags of a vocabulary may have one current name.
  std::unordered_map<std::string, std::vector<int>> by_name;
  for (int i = 0; i < vocabulary.size(); ++i) by_name[graph.current(vocabulary.name(i))].push_back(i);
  std::size_t pairs = 0;
  for (const auto& [name, specials] : by_name) {
    std::vector<int> generals;
    for (const std::string& general : graph.implied(name)) {
      const auto entry = by_name.find(general);
      if (entry != by_name.end()) generals.insert(generals.end(), entry->second.begin(), entry->second.end());
    }
    std::sort(generals.begin(), generals.end());
    pairs += generals.size() * specials.size();
    if (pairs > kMaxPairs)
      fail(ErrorKind::kInvalidInput, "the implications give more than {} pairs of tags", kMaxPairs);
    for (const int special : specials) implied_[static_cast<std::size_t>(special)] = generals;
  }
}

void Implications::raise_general(std::span<float> scores) const {
  for (std::size_t special = 0; special < implied_.size(); ++special) {
    const float score = scores[special];
    for (const int general : implied_[special]) {
      float& raised = scores[static_cast<std::size_t>(general)];
      if (score > raised) raised = score;
    }
  }
}

void Implications::cap_special(std::span<float> scores) const {
  for (std::size_t special = 0; special < implied_.size(); ++special) {
    for (const int general : implied_[special]) {
      const float cap = scores[static_cast<std::size_t>(general)];
      if (cap < scores[special]) scores[special] = cap;
    }
  }
}

std::vector<TagScore> Implications::without_implied(std::vector<TagScore> tags) const {
  std::unordered_set<int> redundant;
  for (const TagScore& tag : tags) {
    for (const int general : implied_[static_cast<std::size_t>(tag.index)]) {
      if (!implies(general, tag.index)) redundant.insert(general);
    }
  }
  std::erase_if(tags, [&](const TagScore& tag) { return redundant.contains(tag.index); });
  return tags;
}

bool Implications::implies(int special, int general) const {
  const std::vector<int>& all = implied_[static_cast<std::size_t>(special)];
  return std::binary_search(all.begin(), all.end(), general);
}

}  // namespace jtp
