// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/caption_list.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>
#include <vector>

#include "jtp/base/text.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kLineEnds = "\r\n";
// Words of English sentences that are not tags: a line with one of them is a sentence, not a list of words.
constexpr std::array<std::string_view, 11> kProseWords = {"a",  "an", "and", "at", "in",  "is",
                                                          "of", "on", "the", "to", "with"};
// (((tag:1.2))) has seven layers. The limit keeps the time linear in the length of the text.
constexpr int kMaxWeightLayers = 8;

// The pieces of `text` between `separators`, trimmed, without empty pieces.
std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find_first_of(separators), text.size());
    const std::string_view piece = trimmed(text.substr(0, length));
    if (!piece.empty()) pieces.push_back(piece);
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return pieces;
}

std::string_view without_closing_lines(std::string_view text) {
  const std::size_t last = text.find_last_not_of(kWhiteSpace);
  const std::size_t after = last == std::string_view::npos ? 0 : last + 1;
  return text.substr(0, text.find_first_of(kLineEnds, after));
}

std::string_view without_front(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text.substr(std::min(text.find_first_not_of(kWhiteSpace), text.size()));
}

// The tags of a caption: `body` without its leading part and the style's prefix; empty if only white space is
// left.
std::string_view content_of(std::string_view body, std::string_view prefix) {
  std::string_view content = without_front(body);
  prefix = without_front(prefix);
  if (content.starts_with(prefix)) content.remove_prefix(prefix.size());
  return trimmed(content).empty() ? std::string_view() : content;
}

// The style's prefix if the body begins with it, otherwise empty.
std::string_view prefix_of(std::string_view body, std::string_view prefix) {
  prefix = without_front(prefix);
  const std::string_view content = without_front(body);
  return content.starts_with(prefix) ? content.substr(0, prefix.size()) : std::string_view();
}

std::string_view without_suffix(std::string_view text, std::string_view suffix) {
  suffix = without_closing_lines(suffix);
  if (text.ends_with(suffix)) text.remove_suffix(suffix.size());
  return text;
}

std::string_view line_end(std::string_view text) {
  if (text.find("\r\n") != std::string_view::npos) return "\r\n";
  if (text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos) return "\r";
  return "\n";
}

// A comma and the white space after it, copied from the last comma between two tags.
std::string comma_separator(std::string_view content, std::string_view newline) {
  const std::size_t last_character = content.find_last_not_of(", \t\r\n\v\f");
  const std::size_t comma = content.substr(0, last_character + 1).rfind(',');  // npos + 1 == 0: none
  if (comma == std::string_view::npos) return ", ";
  const std::string_view after = content.substr(comma + 1);
  const std::string_view gap = after.substr(0, after.find_first_not_of(kWhiteSpace));
  if (gap.empty()) return ",";
  return gap.find_first_of(kLineEnds) == std::string_view::npos ? ", " : "," + std::string(newline);
}

bool is_prose_word(std::string_view word) {
  return std::find(kProseWords.begin(), kProseWords.end(), canonical_tag(word)) != kProseWords.end();
}

bool has_word_underscore(std::string_view word) { return spell(word, {}) != word; }

// Whether a single line without commas is a list such as `red_fur wolf solo`: several words, at least one
// with an underscore, none that belongs to a sentence. `tags` are counted too, so that adding them does not
// change the answer.
bool is_word_list(std::string_view line, std::span<const std::string> tags) {
  const std::vector<std::string_view> words = split(line, kWhiteSpace);
  return words.size() > 1 && std::any_of(words.begin(), words.end(), has_word_underscore) &&
         std::none_of(words.begin(), words.end(), is_prose_word) &&
         std::none_of(tags.begin(), tags.end(), is_prose_word);
}

std::string style_separator(TagSeparator separator, std::string_view newline) {
  switch (separator) {
    case TagSeparator::kNewline:
      return std::string(newline);
    case TagSeparator::kSpace:
      return " ";
    case TagSeparator::kComma:
      break;
  }
  return ", ";
}

// `text` without the number of a weight, as in `wolf:1.2`; unchanged if there is none.
std::string_view without_number(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return text;
  if (text.find_first_not_of("0123456789.+-", colon + 1) != std::string_view::npos) return text;
  return text.substr(0, colon);
}

// `text` without one layer of a weight: (tag), [tag], {tag}, tag:1.2; unchanged if there is none. Brackets
// are removed one by one, because a weight may span several tags: `(red fur, wolf:1.2)`.
std::string_view without_layer(std::string_view text) {
  if (text.find_first_of("([{") == 0) return trimmed(text.substr(1));
  if (const std::string_view shorter = without_number(text); shorter.size() < text.size())
    return trimmed(shorter);
  if (!text.empty() && text.find_last_of(")]}") == text.size() - 1)
    return trimmed(text.substr(0, text.size() - 1));
  return text;
}

void remove_tag(std::string_view text, TagSet& missing) {
  for (int layer = 0; layer <= kMaxWeightLayers && !text.empty(); ++layer) {
    missing.erase(canonical_tag(text));
    const std::string_view inner = without_layer(text);
    if (inner.size() == text.size()) return;
    text = inner;
  }
}

void remove_listed(std::string_view text, std::string_view separators, TagSet& missing) {
  for (const std::string_view piece : split(text, separators)) remove_tag(piece, missing);
}

}  // namespace

CaptionList::CaptionList(std::string_view text, const CaptionStyle& style, std::span<const std::string> tags)
    : text_(text),
      body_(without_suffix(without_closing_lines(text), style.suffix)),
      prefix_(prefix_of(body_, style.prefix)),
      content_(content_of(body_, style.prefix)) {
  const std::string_view newline = line_end(text);
  const std::vector<std::string_view> lines = split(content_, kLineEnds);
  const auto is_sentence = [](std::string_view line) { return line.ends_with('.'); };
  if (content_.find(',') != std::string_view::npos) {
    separator_ = comma_separator(content_, newline);
  } else if (lines.size() > 1) {
    separator_ = std::any_of(lines.begin(), lines.end(), is_sentence) ? ", " : std::string(newline);
  } else {
    separator_ = is_word_list(content_, tags) ? " " : style_separator(style.separator, newline);
  }
}

std::size_t CaptionList::begin() const {
  if (is_blank()) return end();
  const std::string_view content = content_.substr(content_.find_first_not_of(kWhiteSpace));
  return static_cast<std::size_t>(content.data() - text_.data());
}

std::string CaptionList::first_separator() const {
  if (is_blank()) return "";
  const bool ends_in_space = kWhiteSpace.find(content_.back()) != std::string_view::npos;
  if (separated_by_spaces()) return ends_in_space ? "" : " ";
  if (separator_.starts_with(',') && trimmed(content_).ends_with(',')) {
    return ends_in_space ? "" : separator_.substr(1);
  }
  return separator_;
}

void CaptionList::remove_present(TagSet& missing) const {
  const std::string separators(separated_by_spaces() ? kWhiteSpace : ",\r\n");
  // The prefix and the suffix are included: tags in them count as present, and text that looks like them may
  // be tags.
  for (const std::string_view text : {without_closing_lines(text_), body_, content_, prefix_}) {
    remove_listed(text, separators, missing);
    remove_listed(text, separators + ";|", missing);  // `trigger ||| wolf, fox` and `wolf; fox`
  }
}

std::vector<std::string_view> CaptionList::pieces() const {
  return split(content_, separated_by_spaces() ? kWhiteSpace : ",\r\n");
}

TagSet CaptionList::single(const TagSet& tags) const {
  std::unordered_map<std::string, int> counts;
  for (const std::string_view piece : pieces()) {
    std::string tag = canonical_tag(piece);
    if (tags.contains(tag)) ++counts[std::move(tag)];
  }
  TagSet once;
  for (const auto& [tag, count] : counts) {
    if (count == 1) once.insert(tag);
  }
  return once;
}

std::string CaptionList::without(const TagSet& tags) const {
  const std::vector<std::string_view> all = pieces();
  const auto offset = [this](const char* place) { return static_cast<std::size_t>(place - text_.data()); };
  std::string result;
  std::size_t copied = 0;                         // bytes of the text copied so far
  std::size_t kept_end = std::string_view::npos;  // end of the last kept piece
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t begin = offset(all[i].data());
    const std::size_t end = begin + all[i].size();
    if (!tags.contains(canonical_tag(all[i]))) {
      kept_end = end;
      continue;
    }
    const bool is_first = kept_end == std::string_view::npos;
    const std::size_t cut_from = is_first ? begin : std::max(kept_end, copied);
    result += text_.substr(copied, cut_from - copied);
    copied = is_first && i + 1 < all.size() ? offset(all[i + 1].data()) : end;
  }
  return result += text_.substr(copied);
}

}  // namespace jtp
