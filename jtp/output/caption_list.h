// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "jtp/output/caption.h"

namespace jtp {

// Canonical tags (canonical_tag()).
using TagSet = std::unordered_set<std::string>;

// An existing caption taken as a list of tags, whoever wrote it. Views `text`.
class CaptionList {
 public:
  // `style`: what decides where the text leaves it open; `tags`: those that shall be in it afterwards.
  CaptionList(std::string_view text, const CaptionStyle& style, std::span<const std::string> tags);

  // Where new tags belong: before the line ends that close the text.
  std::size_t end() const { return body_.size(); }
  bool is_blank() const { return content_.empty(); }

  // What stands between two tags, and what is still needed between the last tag and a new one.
  const std::string& separator() const { return separator_; }
  std::string first_separator() const;

  // True for `a_b c d`, where a tag with spaces would fall apart.
  bool separated_by_spaces() const { return separator_ == " "; }

  // Takes the tags that the text has, under any spelling and weight, out of `missing`.
  void remove_present(TagSet& missing) const;

 private:
  std::string_view body_;  // the text up to end()
  std::string_view
      content_;  // the body without byte order mark, white space in front, and the style's prefix
  std::string separator_;
};

}  // namespace jtp
