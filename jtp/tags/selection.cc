// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/selection.h"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/files/csv.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

// By category: its place on e621's pages.
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

TagFilter without_limit(TagFilter filter) {
  if (filter.limit > 0) filter.limit = 0;  // a negative one is the selector's to refuse
  return filter;
}

// FNV-1a (Fowler, Noll and Vo) from a seed, with the finaliser of SplitMix64: FNV leaves the high bits of
// short texts alike.
std::uint64_t hash_text(std::string_view text, std::uint64_t seed) {
  std::uint64_t x = 0xCBF29CE484222325 ^ seed;
  for (const unsigned char c : text) x = (x ^ c) * 0x100000001B3;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

}  // namespace

Replacements parse_replacements(std::string_view text, std::string_view source) {
  CsvReader table(std::string(text), std::string(source), ErrorKind::kInvalidInput);
  const std::size_t from = table.column({"from", "tag"});
  const std::size_t to = table.column({"to", "replacement"});
  Replacements replacements;
  while (const auto row = table.next()) {
    const std::string tag = canonical_tag(row->fields[from]);
    const std::string replacement = underscored(row->fields[to]);
    if (tag.empty() || replacement.empty()) table.fail_at(row->line, "a tag has no name");
    const auto [entry, is_new] = replacements.emplace(tag, replacement);
    if (!is_new && entry->second != replacement)
      table.fail_at(row->line, fmt::format("tag {:?} has two replacements", tag));
  }
  return replacements;
}

TagSelection::TagSelection(const Vocabulary& vocabulary, const Thresholds& thresholds, const TagGraph& graph,
                           const SelectionOptions& options)
    : vocabulary_(vocabulary),
      selector_(vocabulary, thresholds, without_limit(options.filter), graph),
      implications_(vocabulary, graph),
      mode_(options.implications),
      order_(options.order),
      shuffle_seed_(options.shuffle_seed),
      limit_(options.filter.limit > 0 ? static_cast<std::size_t>(options.filter.limit)
                                      : std::numeric_limits<std::size_t>::max()) {
  for (int i = 0; i < vocabulary.size(); ++i) {
    const std::string& name = vocabulary.name(i);
    const std::string current = graph.current(name);
    auto replacement = options.replacements.find(canonical_tag(name));
    if (replacement == options.replacements.end()) replacement = options.replacements.find(current);
    if (replacement != options.replacements.end()) {
      names_.push_back(replacement->second);
    } else {
      names_.push_back(current == canonical_tag(name) ? name : current);
    }
  }
}

std::vector<SelectedTag> TagSelection::select(std::span<const float> scores, std::string_view picture) const {
  std::vector<TagScore> chosen = selector_.select(adjusted(scores));
  if (removes_implied(mode_)) chosen = implications_.without_implied(std::move(chosen));
  std::vector<SelectedTag> tags;
  std::unordered_set<std::string> seen;
  for (const TagScore& tag : chosen) {  // the best first, so that of each name the best stays
    if (tags.size() == limit_) break;
    const SelectedTag candidate = named(tag);
    if (seen.insert(canonical_tag(candidate.name)).second) tags.push_back(candidate);
  }
  if (order_ == TagOrder::kShuffled) {
    shuffle(tags, picture);
  } else {
    sort(tags);
  }
  return tags;
}

std::vector<SelectedTag> TagSelection::all(std::span<const float> scores) const {
  std::vector<SelectedTag> tags;
  for (const TagScore& tag : selector_.all(adjusted(scores))) tags.push_back(named(tag));
  std::sort(tags.begin(), tags.end(),
            [](const SelectedTag& a, const SelectedTag& b) { return a.index < b.index; });
  return tags;
}

std::vector<float> TagSelection::adjusted(std::span<const float> scores) const {
  std::vector<float> result(scores.begin(), scores.end());
  if (result.size() != static_cast<std::size_t>(vocabulary_.size()))
    return result;  // for the selector to refuse
  if (mode_ == ImplicationMode::kInherit) implications_.raise_general(result);
  if (caps_special(mode_)) implications_.cap_special(result);
  return result;
}

SelectedTag TagSelection::named(const TagScore& tag) const {
  return {names_[static_cast<std::size_t>(tag.index)], tag.index, vocabulary_.category(tag.index), tag.score};
}

void TagSelection::sort(std::vector<SelectedTag>& tags) const {
  const auto before = [this](const SelectedTag& a, const SelectedTag& b) {
    switch (order_) {
      case TagOrder::kName:
        return std::tie(a.name, a.index) < std::tie(b.name, b.index);
      case TagOrder::kVocabulary:
        return a.index < b.index;
      case TagOrder::kCategory:
        return place(a.category) < place(b.category);
      case TagOrder::kScore:
      case TagOrder::kShuffled:
        break;
    }
    return false;
  };
  std::stable_sort(tags.begin(), tags.end(), before);
}

// By a number for each tag, so that a tag more or less does not move the others.
void TagSelection::shuffle(std::vector<SelectedTag>& tags, std::string_view picture) const {
  const std::uint64_t of_picture = hash_text(picture, shuffle_seed_);
  std::vector<std::pair<std::uint64_t, SelectedTag>> drawn;
  for (const SelectedTag& tag : tags) drawn.emplace_back(hash_text(tag.name, of_picture), tag);
  std::sort(drawn.begin(), drawn.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second.index) < std::tie(b.first, b.second.index);
  });
  std::transform(drawn.begin(), drawn.end(), tags.begin(), [](const auto& pair) { return pair.second; });
}

}  // namespace jtp
