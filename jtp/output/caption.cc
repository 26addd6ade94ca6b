// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/caption.h"

#include <algorithm>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/output/caption_list.h"

namespace jtp {
namespace {

std::string_view separator_text(TagSeparator separator) {
  switch (separator) {
    case TagSeparator::kNewline:
      return "\n";
    case TagSeparator::kSpace:
      return " ";
    case TagSeparator::kComma:
      break;
  }
  return ", ";
}

void require_text(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    fail(ErrorKind::kInvalidInput,
         "is UTF-16; only captions in UTF-8 or another 8-bit encoding can be updated");
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    fail(ErrorKind::kInvalidInput, "is not text: byte {} is 0 (UTF-16 or a binary file)", nul);
  }
}

// Replaces commas and control characters, which would separate tags in a caption, by underscores.
std::vector<std::string> without_separators(std::span<const std::string> tags) {
  const auto separates = [](char c) { return c == ',' || static_cast<unsigned char>(c) < 0x20; };
  std::vector<std::string> words(tags.begin(), tags.end());
  for (std::string& word : words) std::replace_if(word.begin(), word.end(), separates, '_');
  return words;
}

}  // namespace

std::vector<std::string> with_triggers(std::span<const std::string> tags, const CaptionStyle& style) {
  std::vector<std::string> all = style.triggers;
  TagSet seen;
  for (const std::string& trigger : style.triggers) seen.insert(canonical_tag(trigger));
  for (const std::string& tag : tags) {
    if (!seen.contains(canonical_tag(tag))) all.push_back(tag);
  }
  return all;
}

std::string format_caption(std::span<const std::string> names, const CaptionStyle& style) {
  const std::vector<std::string> tags = without_separators(with_triggers(names, style));
  Spelling spelling = style.spelling;
  if (style.separator == TagSeparator::kSpace) spelling.separator = WordSeparator::kUnderscore;
  std::string text = style.prefix;
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (i > 0) text += separator_text(style.separator);
    text += i < style.triggers.size() ? tags[i] : spell(tags[i], spelling);
  }
  text += style.suffix;
  if (!text.empty() && style.end == CaptionEnd::kNewline) text += '\n';
  return text;
}

TextInsertion missing_tags(std::string_view text, std::span<const std::string> names,
                           const CaptionStyle& style, ExistingCaption policy) {
  require_text(text);
  const std::vector<std::string> tags = without_separators(names);
  TagSet missing;
  for (const std::string& tag : tags) missing.insert(canonical_tag(tag));
  missing.erase("");
  const CaptionList list(text, style, tags);
  list.remove_present(missing);

  Spelling spelling = style.spelling;
  if (list.separated_by_spaces()) spelling.separator = WordSeparator::kUnderscore;
  TextInsertion insertion;
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (missing.erase(canonical_tag(tags[i])) == 0) continue;
    if (!insertion.tags.empty()) insertion.text += list.separator();
    insertion.text += spell(tags[i], spelling);
    insertion.tags.push_back(names[i]);
  }
  if (insertion.tags.empty()) return insertion;
  const bool at_front = policy == ExistingCaption::kPrepend && !list.is_blank();
  insertion.at = at_front ? list.begin() : list.end();
  insertion.text = at_front ? insertion.text + list.separator() : list.first_separator() + insertion.text;
  return insertion;
}

std::optional<std::string> merge_caption(const std::optional<std::string_view>& existing,
                                         std::span<const std::string> tags, const CaptionStyle& style,
                                         ExistingCaption policy) {
  if (existing && policy == ExistingCaption::kSkip) return std::nullopt;
  const bool writes_anew = !existing || existing->empty() || policy == ExistingCaption::kReplace;
  if (writes_anew) {
    std::string text = format_caption(tags, style);
    if (text == existing.value_or("")) return std::nullopt;
    return text;
  }
  SupplementedText result = supplement_text(std::string(*existing), tags, style, policy);
  if (result.tags.empty()) return std::nullopt;
  return std::move(result.text);
}

SupplementedText supplement_text(std::string text, std::span<const std::string> tags,
                                 const CaptionStyle& style, ExistingCaption policy) {
  SupplementedText result;
  CaptionStyle as_given = style;
  as_given.spelling = {WordSeparator::kUnderscore, Parentheses::kPlain};
  const TextInsertion triggers = missing_tags(text, style.triggers, as_given, ExistingCaption::kPrepend);
  text.insert(triggers.at, triggers.text);
  const TextInsertion others = missing_tags(text, tags, style, policy);
  // Prepending puts tags behind the triggers that stand first.
  const bool follows = policy == ExistingCaption::kPrepend && !triggers.text.empty() &&
                       !others.text.empty() && others.at == triggers.at;
  const std::size_t at = follows ? triggers.at + triggers.text.size() : others.at;
  text.insert(at, others.text);
  result.text = std::move(text);
  result.tags = triggers.tags;
  result.tags.insert(result.tags.end(), others.tags.begin(), others.tags.end());
  if (others.text.empty()) {
    result.begin = triggers.at;
    result.end = triggers.at + triggers.text.size();
  } else if (triggers.text.empty()) {
    result.begin = at;
    result.end = at + others.text.size();
  } else if (at == triggers.at + triggers.text.size()) {
    result.begin = triggers.at;
    result.end = at + others.text.size();
  }
  return result;
}

}  // namespace jtp
