// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/caption_tags.h"

#include <algorithm>
#include <cctype>
#include <unordered_set>

#include "jtp/base/text.h"
#include "jtp/output/caption_list.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

constexpr std::string_view kOpening = "([{";
constexpr std::string_view kClosing = ")]}";

std::ptrdiff_t count_of(std::string_view text, std::string_view characters) {
  return std::count_if(text.begin(), text.end(),
                       [&](char c) { return characters.find(c) != std::string_view::npos; });
}

// `piece` without the brackets of a weight and the number before the closing one. A weight may span several
// tags, so a piece may have only one bracket of a pair. Brackets that belong to the name come in pairs and
// not as its first character.
std::string_view without_weight(std::string_view piece) {
  std::string_view text = piece;
  bool weighted = false;
  while (!text.empty() && kOpening.find(text.front()) != std::string_view::npos) {
    text = trimmed(text.substr(1));
    weighted = true;
  }
  while (count_of(text, kClosing) > count_of(text, kOpening) &&
         kClosing.find(text.back()) != std::string_view::npos) {
    text = trimmed(text.substr(0, text.size() - 1));
    weighted = true;
  }
  const std::size_t colon = text.rfind(':');
  if (weighted && colon != std::string_view::npos &&
      text.find_first_not_of("0123456789.+-", colon + 1) == std::string_view::npos)
    text = trimmed(text.substr(0, colon));
  const bool has_a_name = std::any_of(text.begin(), text.end(),
                                      [](unsigned char c) { return c >= 0x80 || std::isalnum(c) != 0; });
  return has_a_name ? text : piece;  // an emoticon such as :)
}

}  // namespace

std::vector<std::string> caption_tags(std::string_view text) {
  std::vector<std::string> tags;
  std::unordered_set<std::string> seen;
  const CaptionList list(text, {}, {});
  for (const std::string_view piece : list.pieces()) {
    std::string tag = canonical_tag(without_weight(piece));
    if (!tag.empty() && seen.insert(tag).second) tags.push_back(std::move(tag));
  }
  return tags;
}

}  // namespace jtp
