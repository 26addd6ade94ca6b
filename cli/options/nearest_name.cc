// SPDX-License-Identifier: Apache-2.0
#include "cli/options/nearest_name.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace jtp {
namespace {

constexpr std::size_t kLongestName = 64;  // longer ones are unlikely to be typing errors

// Levenshtein distance.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string_view> nearest_name(std::string_view name,
                                             std::span<const std::string_view> candidates, std::size_t most) {
  if (name.size() > kLongestName || candidates.empty()) return std::nullopt;
  const auto nearest =
      std::min_element(candidates.begin(), candidates.end(), [&](std::string_view a, std::string_view b) {
        return edit_distance(name, a) < edit_distance(name, b);
      });
  if (edit_distance(name, *nearest) > most) return std::nullopt;
  return *nearest;
}

}  // namespace jtp
