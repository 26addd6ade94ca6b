// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "jtp/base/text.h"
#include "jtp/output/caption.h"
#include "jtp/tags/spelling.h"

namespace jtp::test {

// Whether the letters of `tag` occur anywhere in `text`, whatever surrounds them.
inline bool occurs_in(std::string_view text, const std::string& tag) {
  // Before a bracket that is read as a weight, a backslash is part of the tag in one text and an escape in
  // the other.
  return tag.find('\\') != std::string::npos ||
         canonical_tag(text).find(canonical_tag(tag)) != std::string::npos;
}

// Checks the promises of supplementing for any text: the text stays whole around a single insertion, no tag
// is lost, and a second run adds nothing. Returns the broken promise, or "". Shared with the fuzz target.
inline std::string broken_property(std::string_view text, std::span<const std::string> tags,
                                   const CaptionStyle& style) {
  const auto first = merge_caption(text, tags, style, ExistingCaption::kSupplement);
  const std::string_view result = first ? std::string_view(*first) : text;
  for (const std::string& tag : tags) {
    if (!occurs_in(result, tag)) return "tag " + tag + " is missing";
  }
  if (!first) return "";
  if (result.size() <= text.size()) return "it was rewritten although nothing was added";
  const std::size_t last = text.find_last_not_of(kWhiteSpace);
  std::string_view before = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
  if (before.ends_with(trimmed(style.suffix))) before.remove_suffix(trimmed(style.suffix).size());
  if (!result.starts_with(before)) return "the text before its suffix and closing lines has changed";
  const auto [kept, _] = std::mismatch(text.begin(), text.end(), result.begin(), result.end());
  if (!result.ends_with(text.substr(static_cast<std::size_t>(kept - text.begin()))))
    return "not one insertion";
  if (merge_caption(*first, tags, style, ExistingCaption::kSupplement))
    return "a second merge adds to " + *first;
  return "";
}

}  // namespace jtp::test
