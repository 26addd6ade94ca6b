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

// A vocabulary's tag as Hydrus keeps it: spaces for underscores (but in kaomoji) and, where it stands without
// a namespace and has a colon of its own, a colon before it: Hydrus takes ">:3" for "3" in the namespace ">",
// and ":>:3" for ">:3" in none. What Hydrus answers about a file's tags is spelled in the same way.
std::string hydrus_tag(std::string_view name, TagCategory category, HydrusNamespaces namespaces);

// Throws Error kUsage for a text that Hydrus would keep as another tag or take for something else in a
// search: empty, upper case, double spaces, a "-", a ":" or "system:" in front, a "*".
void check_hydrus_tag(std::string_view tag);

}  // namespace jtp
