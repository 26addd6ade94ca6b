// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/population.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "jtp/base/random.h"
#include "jtp/store/features.h"
#include "jtp/store/file_stamp.h"

namespace jtp {
namespace {

// The first half of a SHA-256: enough to distinguish contents, with less memory.
std::string short_name(const std::string& sha256) { return sha256.substr(0, sha256.size() / 2); }

// `most` random numbers below `count`, ascending.
std::vector<int> random_numbers(int count, int most, std::uint64_t seed) {
  std::vector<int> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  if (most >= count) return numbers;
  Dice dice(seed);
  const auto wanted = static_cast<std::size_t>(most);
  for (std::size_t i = 0; i < wanted; ++i) {
    std::swap(numbers[i], numbers[i + dice.below(numbers.size() - i)]);
  }
  numbers.resize(wanted);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace

ReviewPopulation::ReviewPopulation(ScoreStore& store, ScorerId scorer, std::vector<std::string> roots,
                                   const std::function<void(const ScoredFile&)>& visit)
    : store_(store), scorer_(scorer), roots_(std::move(roots)) {
  std::unordered_set<std::string> seen;
  read([&](const ScoredFile& file) {
    if (seen.contains(short_name(file.picture.sha256)) || !stamp_file(file.path)) return;
    seen.insert(short_name(file.picture.sha256));
    paths_.push_back(file.path);
    visit(file);
  });
}

void ReviewPopulation::read(const std::function<void(const ScoredFile&)>& visit) const {
  if (roots_.empty()) return store_.for_each_file(scorer_, "", visit);
  for (const std::string& root : roots_) {
    const auto content = store_.find_content_of_path(root);
    auto picture = content ? store_.find(scorer_, *content) : std::nullopt;
    if (picture) {
      visit({root, std::move(*picture)});
    } else {
      store_.for_each_file(scorer_, root, visit);
    }
  }
}

void ReviewPopulation::for_each(const std::function<void(int, const ScoredFile&)>& visit) const {
  std::unordered_map<std::string_view, int> left;  // numbers by path; a path may be below two roots
  for (std::size_t i = 0; i < paths_.size(); ++i) left.emplace(paths_[i], static_cast<int>(i));
  read([&](const ScoredFile& file) {
    if (const auto found = left.extract(file.path)) visit(found.mapped(), file);
  });
}

std::optional<ScoredFile> ReviewPopulation::find(int number) const {
  const std::string& path = paths_[static_cast<std::size_t>(number)];
  const auto content = store_.find_content_of_path(path);
  auto picture = content ? store_.find(scorer_, *content) : std::nullopt;
  if (!picture) return std::nullopt;
  return ScoredFile{path, std::move(*picture)};
}

ReviewPopulation::Part ReviewPopulation::random_features(int most, std::uint64_t seed) const {
  const Features features(store_);
  Part part{.numbers = {}, .features = FeatureRows(0)};
  for (const int number : random_numbers(size(), most, seed)) {
    const auto content = store_.find_content_of_path(paths_[static_cast<std::size_t>(number)]);
    const std::vector<float> found = content ? features.find(scorer_, *content) : std::vector<float>();
    if (found.empty()) continue;
    if (part.numbers.empty()) part.features = FeatureRows(found.size());
    if (found.size() != part.features.width()) continue;
    part.features.add(found);
    part.numbers.push_back(number);
  }
  return part;
}

}  // namespace jtp
