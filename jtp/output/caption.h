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

// What to do with a caption file that is there already.
enum class ExistingCaption {
  kSupplement,  // keep its text byte for byte, append the tags that it does not have under any spelling
  kPrepend,     // the same, but put them before its text
  kReplace,     // write it anew
  kSkip,        // leave it alone
};

// What stands between two tags.
enum class TagSeparator {
  kComma,    // ", "
  kNewline,  // one tag per line
  kSpace,    // " "; tags are then always written with underscores
};

// How a caption written anew ends.
enum class CaptionEnd { kNewline, kNothing };

struct CaptionStyle {
  Spelling spelling;
  TagSeparator separator = TagSeparator::kComma;
  std::string prefix{};  // before the first tag of a caption written anew, as it is
  std::string suffix{};  // after the last one; begins with a comma or white space, to be told from it
  CaptionEnd end = CaptionEnd::kNewline;
};

// The tags as the text of a caption file; empty where there is neither prefix, tag nor suffix. `tags`: names
// as in the vocabulary; commas and control characters in them are written as underscores.
std::string format_caption(std::span<const std::string> tags, const CaptionStyle& style);

// The new content of a caption file, or nothing where it should stay as it is (nothing to add, or kSkip).
// `existing`: its content, or nothing where there is no file.
//
// Supplementing inserts the missing tags before the suffix of the style and the line ends that close the text
// (prepending: before the first tag), and changes no other byte. They are separated as the tags of the text
// are (docs/formats.md, "Captions"), and a second merge of the same tags adds nothing. Throws Error
// kInvalidInput when the text that it should supplement is UTF-16 or binary.
std::optional<std::string> merge_caption(const std::optional<std::string_view>& existing,
                                         std::span<const std::string> tags, const CaptionStyle& style,
                                         ExistingCaption policy);

// Tags that go into a text.
struct TextInsertion {
  std::size_t at = 0;  // bytes
  std::string text;
  std::vector<std::string> tags;  // as they were given
};

// What supplementing (kSupplement, kPrepend) inserts into `text`: empty where no tag is missing.
TextInsertion missing_tags(std::string_view text, std::span<const std::string> tags,
                           const CaptionStyle& style, ExistingCaption policy);

}  // namespace jtp
