// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/category.h"

#include <array>
#include <string>

#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

constexpr std::array<std::string_view, kTagCategories> kNames = {
    "general", "artist", "contributor", "copyright", "character", "species", "invalid", "meta", "lore"};

}  // namespace

std::string_view to_string(TagCategory category) { return kNames[static_cast<std::size_t>(category)]; }

std::optional<TagCategory> parse_category(std::string_view text) {
  const std::string wanted = canonical_tag(text);
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (wanted == kNames[i] || wanted == std::to_string(i)) return static_cast<TagCategory>(i);
  }
  return std::nullopt;
}

}  // namespace jtp
