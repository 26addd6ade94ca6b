// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/synth_world.h"

#include <algorithm>
#include <cmath>

#include "jtp/base/error.h"
#include "jtp/base/logistic.h"

namespace jtp {
namespace {

constexpr std::uint32_t kThemes = 32;
constexpr std::uint32_t kConceptsOfTheme = 40;
constexpr double kThemeShare = 0.5;    // share of a post's concepts that come from its theme
constexpr double kCarelessness = 0.9;  // standard deviation of the taggers, in log-odds of omitting a tag
constexpr double kClosedPosts = 0.97;  // share of posts to which implications were applied

TagCategory draw_category(Dice& dice) {
  const double share = dice.uniform();
  if (share < 0.80) return TagCategory::kGeneral;
  if (share < 0.92) return TagCategory::kSpecies;
  return share < 0.98 ? TagCategory::kCopyright : TagCategory::kMeta;
}

// Some names contain characters that need quotes in CSV.
std::string make_name(TagCategory category, std::uint32_t tag) {
  return tag % 97 == 13 ? fmt::format("{},\"{:05}\"", to_string(category), tag)
                        : fmt::format("{}_{:05}", to_string(category), tag);
}

}  // namespace

SynthWorld::SynthWorld(const SynthOptions& options) : options_(options) {
  if (options.tags < 8 || options.tags > 30000) {
    fail(ErrorKind::kUsage, "a synthetic world must have 8 to 30000 tags, not {}", options.tags);
  }
  if (!(options.omission >= 0 && options.omission <= 0.9)) {
    fail(ErrorKind::kUsage, "the share of omitted tags must be 0 to 0.9, not {}", options.omission);
  }
  make_tags();
  make_concepts();
  make_themes();
}

void SynthWorld::make_tags() {
  Dice dice(options_.seed);
  const std::uint32_t others = options_.tags / 50;
  for (std::uint32_t tag = 0; tag < options_.tags + 2 * others; ++tag) {
    const bool is_named = tag >= options_.tags;
    const TagCategory named = tag < options_.tags + others ? TagCategory::kArtist : TagCategory::kCharacter;
    categories_.push_back(is_named ? named : draw_category(dice));
    names_.push_back(make_name(categories_.back(), tag));
    const bool has_parent = tag >= 8 && !is_named && dice.chance(1.0 / 6);
    parents_.push_back(has_parent ? static_cast<std::uint32_t>(dice.below(tag / 2)) : tag);
    // The rates have a triangular distribution around the mean, from half the mean to one and a half times
    // it.
    const double rate = options_.omission * (0.5 + 0.5 * dice.uniform() + 0.5 * dice.uniform());
    omission_logits_.push_back(logit(std::clamp(rate, 1e-6, 0.95)));
  }
}

void SynthWorld::make_concepts() {
  Dice dice(options_.seed + 1);
  const std::uint32_t count = std::max<std::uint32_t>(4, tags() / 8);
  concepts_.resize(count);
  double total = 0;
  for (std::uint32_t c = 0; c < count; ++c) {
    total += std::pow(c + 3, -0.9);
    popularity_.push_back(total);
    concepts_[c].is_exclusive = dice.chance(0.2);
    const auto more = static_cast<std::uint32_t>(2 + dice.below(10));
    for (std::uint32_t i = 0; i < more; ++i) {
      // Tags of popular concepts also occur in others.
      const double near_zero = dice.uniform() * dice.uniform();
      const auto tag = static_cast<std::uint32_t>(near_zero * tags());
      concepts_[c].members.push_back({tag, 0.1 + 0.6 * dice.uniform()});
    }
  }
  for (double& share : popularity_) share /= total;
  for (std::uint32_t tag = 0; tag < tags(); ++tag) {
    concepts_[tag % count].members.push_back({tag, 0.3 + 0.6 * dice.uniform()});
  }
}

void SynthWorld::make_themes() {
  Dice dice(options_.seed + 2);
  themes_.resize(kThemes);
  for (auto& concepts : themes_) {
    for (std::uint32_t i = 0; i < kConceptsOfTheme; ++i) {
      concepts.push_back(static_cast<std::uint32_t>(dice.below(concepts_.size())));
    }
  }
}

std::uint32_t SynthWorld::draw_concept(Dice& dice, std::uint32_t theme) const {
  if (dice.chance(kThemeShare)) {
    const double near_zero = dice.uniform() * dice.uniform();
    return themes_[theme][static_cast<std::size_t>(near_zero * kConceptsOfTheme)];
  }
  const auto found = std::upper_bound(popularity_.begin(), popularity_.end(), dice.uniform());
  return static_cast<std::uint32_t>(std::min<std::ptrdiff_t>(
      found - popularity_.begin(), static_cast<std::ptrdiff_t>(concepts_.size()) - 1));
}

void SynthWorld::add_concept(Dice& dice, const Concept& chosen, std::vector<std::uint32_t>& tags) const {
  if (chosen.is_exclusive) {
    tags.push_back(chosen.members[dice.below(chosen.members.size())].tag);
    return;
  }
  for (const Member& member : chosen.members) {
    if (dice.chance(member.probability)) tags.push_back(member.tag);
  }
}

// Makes the tags unique and ascending, and adds what they imply.
void SynthWorld::close(std::vector<std::uint32_t>& tags) const {
  const std::size_t given = tags.size();
  for (std::size_t i = 0; i < given; ++i) {
    for (std::uint32_t tag = tags[i]; parents_[tag] != tag; tag = parents_[tag])
      tags.push_back(parents_[tag]);
  }
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
}

SynthPost SynthWorld::post(std::uint64_t index) const {
  Dice dice(options_.seed + 3, index);
  SynthPost post;
  const auto theme = static_cast<std::uint32_t>(dice.below(kThemes));
  const std::uint64_t concepts = 3 + dice.below(9);
  for (std::uint64_t i = 0; i < concepts; ++i)
    add_concept(dice, concepts_[draw_concept(dice, theme)], post.truth);
  close(post.truth);
  const double careless = kCarelessness * dice.normal();
  for (const std::uint32_t tag : post.truth) {
    if (!dice.chance(sigmoid(omission_logits_[tag] + careless))) post.observed.push_back(tag);
  }
  if (dice.chance(kClosedPosts)) close(post.observed);
  return post;
}

}  // namespace jtp
