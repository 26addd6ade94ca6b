// SPDX-License-Identifier: Apache-2.0
// Supplementing a caption, and runs one after the other over it. Input: one byte of style, then lines: the
// prefix, tags separated by commas, and the caption (the rest). The promises of merge_caption() and
// update_caption() are checked on every input; the second run finds every other tag of the first.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/tags/spelling.h"
#include "tests/output/caption_properties.h"
#include "tests/output/caption_update_properties.h"

namespace {

std::string_view take_until(char end, std::string_view& text) {
  const std::string_view taken = text.substr(0, text.find(end));
  text.remove_prefix(std::min(taken.size() + 1, text.size()));
  return taken;
}

// A name that a vocabulary can have (jtp/tags/tags_json.h). Being UTF-8 it never begins with a continuation
// byte: one that did could complete a byte order mark that the prefix had begun.
bool is_tag(std::string_view name) {
  if (!name.empty() && (name.front() & 0xC0) == 0x80) return false;
  for (const char c : name) {
    if (c == ',' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
  }
  return !name.empty() && jtp::underscored(name) == name;
}

jtp::CaptionStyle style_of(std::uint8_t bits, std::string_view prefix) {
  return {{(bits & 1) != 0 ? jtp::WordSeparator::kSpace : jtp::WordSeparator::kUnderscore,
           (bits & 2) != 0 ? jtp::Parentheses::kPlain : jtp::Parentheses::kEscaped},
          static_cast<jtp::TagSeparator>((bits >> 2) % 3),
          std::string(prefix),
          (bits & 16) != 0 ? ", " + std::string(prefix) : "",
          (bits & 32) != 0 ? jtp::CaptionEnd::kNewline : jtp::CaptionEnd::kNothing};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const jtp::CaptionStyle style = style_of(data[0], take_until('\n', text));
  std::string_view list = take_until('\n', text);
  std::vector<std::string> tags;
  while (!list.empty()) {
    const std::string_view tag = take_until(',', list);
    if (is_tag(tag)) tags.emplace_back(tag);
  }
  std::vector<std::string> second;
  for (std::size_t i = 0; i < tags.size(); i += 2) second.push_back(tags[i]);
  const auto policy =
      (data[0] & 64) != 0 ? jtp::ExistingCaption::kPrepend : jtp::ExistingCaption::kSupplement;
  try {
    std::string broken = jtp::test::broken_property(text, tags, style);
    if (broken.empty()) broken = jtp::test::broken_update_property(text, {tags, second}, style, policy);
    if (broken.empty()) return 0;
    std::fprintf(stderr, "%s\n", broken.c_str());
    std::abort();
  } catch (const jtp::Error&) {  // UTF-16 or binary
  }
  return 0;
}
