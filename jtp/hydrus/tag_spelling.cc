// SPDX-License-Identifier: Apache-2.0
#include "jtp/hydrus/tag_spelling.h"

#include <algorithm>

#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

// The namespaces that Hydrus's own downloaders use for the categories of e621.
std::string_view namespace_of(TagCategory category) {
  switch (category) {
    case TagCategory::kArtist:
      return "creator";
    case TagCategory::kContributor:
      return "contributor";
    case TagCategory::kCopyright:
      return "series";
    case TagCategory::kCharacter:
      return "character";
    case TagCategory::kSpecies:
      return "species";
    case TagCategory::kMeta:
      return "meta";
    case TagCategory::kLore:
      return "lore";
    case TagCategory::kGeneral:
    case TagCategory::kInvalid:
      break;
  }
  return "";
}

}  // namespace

std::string hydrus_tag(std::string_view name, TagCategory category, HydrusNamespaces namespaces) {
  const std::string text = spell(name, {WordSeparator::kSpace, Parentheses::kPlain});
  const std::string_view space =
      namespaces == HydrusNamespaces::kByCategory ? namespace_of(category) : std::string_view();
  if (!space.empty()) return std::string(space) + ":" + text;
  return text.find(':') == std::string::npos ? text : ":" + text;
}

void check_hydrus_tag(std::string_view tag) {
  const bool is_plain = !tag.empty() && trimmed(tag) == tag && tag.front() != '-' && tag.front() != ':' &&
                        !tag.starts_with("system:") && tag.find("  ") == std::string_view::npos &&
                        std::none_of(tag.begin(), tag.end(), [](unsigned char c) {
                          return c < 0x20 || c == 0x7F || c == '*' || (c >= 'A' && c <= 'Z');
                        });
  if (!is_plain)
    fail(ErrorKind::kUsage, "'{}': Hydrus does not accept this tag unchanged", tag.substr(0, 80));
}

}  // namespace jtp
