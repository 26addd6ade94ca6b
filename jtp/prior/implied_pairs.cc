// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/implied_pairs.h"

#include <algorithm>

namespace jtp {
namespace {

void sort_unique(std::vector<std::int16_t>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

ImpliedPairs::ImpliedPairs(const Vocabulary& vocabulary, const TagGraph& graph)
    : ImpliedPairs(vocabulary.size()) {
  for (int special = 0; special < vocabulary.size(); ++special) {
    for (const std::string& name : graph.implied(graph.current(vocabulary.name(special)))) {
      const auto general = vocabulary.find(name);
      if (!general || *general == special) continue;
      generals_[static_cast<std::size_t>(special)].push_back(static_cast<std::int16_t>(*general));
      related_[static_cast<std::size_t>(special)].push_back(static_cast<std::int16_t>(*general));
      related_[static_cast<std::size_t>(*general)].push_back(static_cast<std::int16_t>(special));
    }
  }
  for (auto& tags : generals_) sort_unique(tags);
  for (auto& tags : related_) sort_unique(tags);
}

std::vector<std::int16_t> ImpliedPairs::masked(int tag) const {
  std::vector<std::int16_t> all = related_[static_cast<std::size_t>(tag)];
  all.push_back(static_cast<std::int16_t>(tag));
  sort_unique(all);
  return all;
}

}  // namespace jtp
