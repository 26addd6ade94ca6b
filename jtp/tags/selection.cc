// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/selection.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <compare>
#include <limits>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/hash.h"
#include "jtp/base/random.h"
#include "jtp/base/text.h"
#include "jtp/files/csv.h"
#include "jtp/tags/spelling.h"
#include "jtp/tags/tag_pattern.h"

namespace jtp {
namespace {

// The position of each category on e621's pages.
constexpr std::array<int, kTagCategories> kPlaces = {
    5,  // general
    0,  // artist
    1,  // contributor
    2,  // copyright
    3,  // character
    4,  // species
    8,  // invalid
    6,  // meta
    7,  // lore
};

int place(TagCategory category) { return kPlaces[static_cast<std::size_t>(category)]; }

bool removes_implied(ImplicationMode mode) {
  return mode == ImplicationMode::kRemove || mode == ImplicationMode::kConstrainRemove;
}

bool caps_special(ImplicationMode mode) {
  return mode == ImplicationMode::kConstrain || mode == ImplicationMode::kConstrainRemove;
}

void sort_best_first(std::vector<TagScore>& tags) {
  std::sort(tags.begin(), tags.end(), [](const TagScore& a, const TagScore& b) {
    return a.score != b.score ? a.score > b.score : a.index < b.index;
  });
}

// Whether a tag passes the categories and patterns of the options.
class CandidateRule {
 public:
  CandidateRule(const SelectionOptions& options, const TagGraph& graph)
      : categories_(options.categories), only_(options.only), exclude_(options.exclude), graph_(graph) {}

  bool accepts(const std::string& name, TagCategory category) const {
    if (!categories_.empty() &&
        std::find(categories_.begin(), categories_.end(), category) == categories_.end())
      return false;
    const std::string current = graph_.current(name);
    if (!only_.empty() && !only_.match(name) && !only_.match(current)) return false;
    return !exclude_.match(name) && !exclude_.match(current);
  }

 private:
  const std::vector<TagCategory>& categories_;
  const TagPatterns only_;
  const TagPatterns exclude_;
  const TagGraph& graph_;
};

// The name under which a tag is written.
std::string written_name(const std::string& name, const TagGraph& graph, const Replacements& replacements) {
  const std::string current = graph.current(name);
  auto replacement = replacements.find(canonical_tag(name));
  if (replacement == replacements.end()) replacement = replacements.find(current);
  if (replacement != replacements.end()) return replacement->second;
  return current == canonical_tag(name) ? name : current;
}

std::uint64_t hash_text(std::string_view text, std::uint64_t seed) { return finalised(fnv1a(text, seed)); }

}  // namespace

Replacements parse_replacements(std::string_view text, std::string_view source) {
  CsvReader table(std::string(text), std::string(source), ErrorKind::kInvalidInput);
  const std::size_t from = table.column({"from", "tag"});
  const std::size_t to = table.column({"to", "replacement"});
  Replacements replacements;
  while (const auto row = table.next()) {
    const std::string tag = canonical_tag(row->fields[from]);
    const std::string replacement = underscored(row->fields[to]);
    if (tag.empty() || replacement.empty()) table.fail_at(row->line, "a tag has an empty name");
    const auto [entry, is_new] = replacements.emplace(tag, replacement);
    if (!is_new && entry->second != replacement)
      table.fail_at(row->line, fmt::format("tag {:?} has two replacements", tag));
  }
  return replacements;
}

TagSelection::TagSelection(const Vocabulary& vocabulary, const Thresholds& thresholds, const TagGraph& graph,
                           const SelectionOptions& options)
    : vocabulary_(vocabulary),
      implications_(vocabulary, graph),
      rule_(options.rule),
      mode_(options.implications),
      order_(options.order),
      shuffle_seed_(options.shuffle_seed),
      limit_(options.limit > 0 ? static_cast<std::size_t>(options.limit)
                               : std::numeric_limits<std::size_t>::max()) {
  if (options.limit < 0)
    fail(ErrorKind::kUsage, "a limit of {} tags is not allowed; give 0 or more", options.limit);
  const CandidateRule candidates(options, graph);
  for (int i = 0; i < vocabulary.size(); ++i) {
    const std::string& name = vocabulary.name(i);
    const std::string written = written_name(name, graph, options.replacements);
    names_.push_back(written == name ? std::string_view(name) : new_names_.emplace_back(written));
    if (candidates.accepts(name, vocabulary.category(i)))
      candidates_.push_back({i, thresholds(i, vocabulary)});
  }
}

std::vector<SelectedTag> TagSelection::select(std::span<const float> scores, std::string_view picture) const {
  const std::vector<float> values = adjusted(scores);
  std::vector<TagScore> chosen;
  for (const Candidate& candidate : candidates_) {
    const float score = values[static_cast<std::size_t>(candidate.index)];
    if (is_enough(score, candidate.threshold)) chosen.push_back({candidate.index, score});
  }
  sort_best_first(chosen);
  if (removes_implied(mode_)) chosen = implications_.without_implied(std::move(chosen));
  std::vector<SelectedTag> tags;
  std::unordered_set<std::string> seen;
  for (const TagScore& tag : chosen) {  // best first, so that the best tag of each name stays
    if (tags.size() == limit_) break;
    const SelectedTag candidate = named(tag.index, tag.score);
    if (seen.insert(canonical_tag(candidate.name)).second) tags.push_back(candidate);
  }
  return ordered(std::move(tags), picture);
}

std::vector<SelectedTag> TagSelection::all(std::span<const float> scores) const {
  const std::vector<float> values = adjusted(scores);
  std::vector<SelectedTag> tags;
  for (const Candidate& candidate : candidates_) {
    const float score = values[static_cast<std::size_t>(candidate.index)];
    if (!std::isnan(score)) tags.push_back(named(candidate.index, score));
  }
  return tags;
}

std::vector<SelectedTag> TagSelection::all_in_order(std::span<const float> scores,
                                                    std::string_view picture) const {
  return ordered(all(scores), picture);
}

float TagSelection::lowest_threshold() const {
  float lowest = std::numeric_limits<float>::infinity();
  for (const Candidate& candidate : candidates_) lowest = std::min(lowest, candidate.threshold);
  return lowest;
}

std::vector<float> TagSelection::adjusted(std::span<const float> scores) const {
  if (scores.size() != static_cast<std::size_t>(vocabulary_.size()))
    fail(ErrorKind::kInternal, "{} scores for {} tags", scores.size(), vocabulary_.size());
  std::vector<float> result(scores.begin(), scores.end());
  if (mode_ == ImplicationMode::kInherit) implications_.raise_general(result);
  if (caps_special(mode_)) implications_.cap_special(result);
  return result;
}

// False for a NaN.
bool TagSelection::is_enough(float score, float threshold) const {
  return rule_ == ThresholdRule::kAtLeast ? score >= threshold : score > threshold;
}

SelectedTag TagSelection::named(int index, float score) const {
  return {names_[static_cast<std::size_t>(index)], index, vocabulary_.category(index), score};
}

std::vector<SelectedTag> TagSelection::ordered(std::vector<SelectedTag> tags,
                                               std::string_view picture) const {
  if (order_ == TagOrder::kShuffled) return shuffled(tags, picture);
  std::sort(tags.begin(), tags.end(), [this](const SelectedTag& a, const SelectedTag& b) {
    const auto best_first = std::pair(-a.score, a.index) <=> std::pair(-b.score, b.index);
    switch (order_) {
      case TagOrder::kName:
        return std::tie(a.name, a.index) < std::tie(b.name, b.index);
      case TagOrder::kVocabulary:
        return a.index < b.index;
      case TagOrder::kCategory:
        return place(a.category) != place(b.category) ? place(a.category) < place(b.category)
                                                      : best_first < 0;
      case TagOrder::kScore:
      case TagOrder::kShuffled:
        break;
    }
    return best_first < 0;
  });
  return tags;
}

// Sorts by a hash of each tag, so that one tag more or less does not reorder the others.
std::vector<SelectedTag> TagSelection::shuffled(const std::vector<SelectedTag>& tags,
                                                std::string_view picture) const {
  const std::uint64_t of_picture = hash_text(picture, shuffle_seed_);
  std::vector<std::pair<std::uint64_t, SelectedTag>> drawn;
  for (const SelectedTag& tag : tags) drawn.emplace_back(hash_text(tag.name, of_picture), tag);
  std::sort(drawn.begin(), drawn.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second.index) < std::tie(b.first, b.second.index);
  });
  std::vector<SelectedTag> result;
  for (const auto& [number, tag] : drawn) result.push_back(tag);
  return result;
}

}  // namespace jtp
