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

// Canonical tags (canonical_tag()).
using TagSet = std::unordered_set<std::string>;

// An existing caption taken as a list of tags, whoever wrote it. Views `text`.
class CaptionList {
 public:
  // `style`: what decides where the text leaves it open; `tags`: those that shall be in it afterwards.
  CaptionList(std::string_view text, const CaptionStyle& style, std::span<const std::string> tags);

  // Where new tags belong: before the first tag, or before the style's suffix and the line ends that close
  // the text.
  std::size_t begin() const;
  std::size_t end() const { return body_.size(); }
  bool is_blank() const { return content_.empty(); }

  // What stands between two tags, and what is still needed between the last tag and a new one.
  const std::string& separator() const { return separator_; }
  std::string first_separator() const;

  // True for `a_b c d`, where a tag with spaces would fall apart.
  bool separated_by_spaces() const { return separator_ == " "; }

  // Takes the tags that the text has, under any spelling and weight, out of `missing`.
  void remove_present(TagSet& missing) const;

  // Those of `tags` that stand in the text exactly once and without a weight: whole pieces between two
  // separators.
  TagSet single(const TagSet& tags) const;

  // The text without the pieces that are one of `tags`, each with the separator before it; the first one of a
  // text with that after it.
  std::string without(const TagSet& tags) const;

  // What stands between two separators, trimmed, without what is empty.
  std::vector<std::string_view> pieces() const;

 private:
  std::string_view text_;
  std::string_view body_;  // the text up to end()
  std::string_view prefix_;
  std::string_view
      content_;  // the body without byte order mark, white space in front, and the style's prefix
  std::string separator_;
};

}  // namespace jtp
