// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "jtp/output/caption.h"

namespace jtp {

// A set of canonical tags (canonical_tag()).
using TagSet = std::unordered_set<std::string>;

// An existing caption, by any author, interpreted as a list of tags. Refers to `text`.
class CaptionList {
 public:
  // `style` decides what the text leaves open; `tags`: the tags that it should contain afterwards.
  CaptionList(std::string_view text, const CaptionStyle& style, std::span<const std::string> tags);

  // Where to insert new tags: before the first tag, or before the style's suffix and the closing line ends.
  std::size_t begin() const;
  std::size_t end() const { return body_.size(); }
  bool is_blank() const { return content_.empty(); }

  // The separator between two tags, and what is still missing between the last tag and a new one.
  const std::string& separator() const { return separator_; }
  std::string first_separator() const;

  // True for `a_b c d`, where a tag with spaces would be read as several tags.
  bool separated_by_spaces() const { return separator_ == " "; }

  // Removes from `missing` the tags that the text contains, under any spelling and weight.
  void remove_present(TagSet& missing) const;

  // Those of `tags` that occur in the text exactly once and without a weight, as a whole piece between two
  // separators.
  TagSet single(const TagSet& tags) const;

  // The text without the pieces that are one of `tags`. Each piece is removed with the separator before it,
  // the first piece of a text with the one after it.
  std::string without(const TagSet& tags) const;

  // The trimmed pieces between separators, without empty ones.
  std::vector<std::string_view> pieces() const;

 private:
  std::string_view text_;
  std::string_view body_;  // the text up to end()
  std::string_view prefix_;
  std::string_view content_;  // the body without byte order mark, leading white space and the style's prefix
  std::string separator_;
};

}  // namespace jtp
