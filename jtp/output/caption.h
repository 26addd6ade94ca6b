// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/tags/spelling.h"

namespace jtp {

// What to do with an existing caption file.
enum class ExistingCaption {
  kSupplement,  // keep its text byte for byte and append the tags that it lacks under every spelling
  kPrepend,     // the same, but insert them before its text
  kReplace,     // write a new caption
  kSkip,        // do not change it
};

// The separator between two tags.
enum class TagSeparator {
  kComma,    // ", "
  kNewline,  // one tag per line
  kSpace,    // " "; tags are then always written with underscores
};

// How a new caption ends.
enum class CaptionEnd { kNewline, kNothing };

struct CaptionStyle {
  Spelling spelling;
  TagSeparator separator = TagSeparator::kComma;
  std::string prefix{};  // before the first tag of a new caption, verbatim
  std::string suffix{};  // after the last tag; begins with a comma or white space, so that it can be told
                         // from the tag
  CaptionEnd end = CaptionEnd::kNewline;
  // Words that stand first in every caption, new or existing, spelled as given; otherwise they are tags like
  // any other. Trainers call them trigger words.
  std::vector<std::string> triggers{};
};

// The triggers of the style, then the other tags.
std::vector<std::string> with_triggers(std::span<const std::string> tags, const CaptionStyle& style);

// The triggers and tags as the text of a caption file; empty if there is no prefix, tag or suffix. `tags`:
// names from the vocabulary; commas and control characters in them are written as underscores.
std::string format_caption(std::span<const std::string> tags, const CaptionStyle& style);

// The new content of a caption file, or nothing if it stays as it is (nothing to add, or kSkip). `existing`:
// its content, or nothing if there is no file.
//
// kSupplement inserts the missing triggers before the first tag and the missing tags before the suffix of the
// style and the closing line ends (kPrepend: before the first tag) and changes no other byte. New tags are
// separated like the existing ones (docs/formats.md, "Captions"), and merging the same tags again adds
// nothing. Throws Error kInvalidInput if the text to be supplemented is UTF-16 or binary.
std::optional<std::string> merge_caption(const std::optional<std::string_view>& existing,
                                         std::span<const std::string> tags, const CaptionStyle& style,
                                         ExistingCaption policy);

// Tags to be inserted into a text.
struct TextInsertion {
  std::size_t at = 0;  // in bytes
  std::string text;
  std::vector<std::string> tags;  // with the names given by the caller
};

// What kSupplement or kPrepend inserts into `text`; no tags if none is missing. The style's triggers are
// ignored.
TextInsertion missing_tags(std::string_view text, std::span<const std::string> tags,
                           const CaptionStyle& style, ExistingCaption policy);

// A text with what it lacked.
struct SupplementedText {
  std::string text;
  std::vector<std::string> tags;  // that were added, as they were given
  std::size_t begin = 0;  // all that was added: bytes [begin, end), empty where it stands in two places
  std::size_t end = 0;
};

// The text with the missing ones of the style's triggers before its first tag, and of the tags as the policy
// says.
SupplementedText supplement_text(std::string text, std::span<const std::string> tags,
                                 const CaptionStyle& style, ExistingCaption policy);

}  // namespace jtp
