// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace jtp {

// e621's categories, numbered as in its database dump.
enum class TagCategory : std::int8_t {
  kGeneral = 0,
  kArtist = 1,
  kContributor = 2,
  kCopyright = 3,
  kCharacter = 4,
  kSpecies = 5,
  kInvalid = 6,
  kMeta = 7,
  kLore = 8,
};

inline constexpr std::size_t kTagCategories = 9;

// "general", ...
std::string_view to_string(TagCategory category);

// Parses a name ("species", any case) or a number ("5"); nothing for any other text.
std::optional<TagCategory> parse_category(std::string_view text);

}  // namespace jtp
