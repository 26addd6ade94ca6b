// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "jtp/tags/category.h"

namespace jtp {

enum class HydrusNamespaces {
  kNone,
  kByCategory,  // creator:, series:, character:, species:, meta:, ...; general tags have none
};

// A tag of the vocabulary as Hydrus stores it: with spaces instead of underscores (except in kaomoji). A tag
// that contains a colon but gets no namespace is given a leading colon: Hydrus would read ">:3" as "3" in the
// namespace ">", but reads ":>:3" as ">:3" without one. Hydrus spells tags the same way in its answers.
std::string hydrus_tag(std::string_view name, TagCategory category, HydrusNamespaces namespaces);

// Throws Error kUsage for a text that Hydrus would store as a different tag or read differently in a search:
// empty, upper case, double spaces, a leading "-", ":" or "system:", a "*".
void check_hydrus_tag(std::string_view tag);

}  // namespace jtp
