// SPDX-License-Identifier: Apache-2.0
#include "cli/tag/text.h"

#include <fmt/format.h>

#include <string_view>

#include "cli/terminal/terminal.h"

namespace jtp {
namespace {

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";

std::string_view tint_of(TagCategory category) {
  switch (category) {
    case TagCategory::kArtist:
      return "\x1b[33m";
    case TagCategory::kContributor:
      return "\x1b[37m";
    case TagCategory::kCopyright:
      return "\x1b[35m";
    case TagCategory::kCharacter:
      return "\x1b[32m";
    case TagCategory::kSpecies:
      return "\x1b[31m";
    case TagCategory::kInvalid:
      return "\x1b[91m";
    case TagCategory::kLore:
      return "\x1b[92m";
    case TagCategory::kGeneral:
      return "\x1b[36m";
    case TagCategory::kMeta:
      return "\x1b[39m";
  }
  return "";
}

}  // namespace

std::string tag_line(const PictureRecord& record, const Spelling& spelling) {
  std::string line = record.file + ":";
  std::string_view separator = " ";
  for (const SelectedTag& tag : record.tags) {
    line += fmt::format("{}{} {:.4f}", separator, spell(tag.name, spelling), tag.score);
    separator = ", ";
  }
  return line + "\n";
}

std::string tag_block(const PictureRecord& record, const BlockStyle& style) {
  const bool tinted = style.tint == Tint::kByCategory;
  const auto paint = [&](std::string_view color, const std::string& text) {
    return tinted ? fmt::format("{}{}{}", color, text, kReset) : text;
  };
  std::string block = fmt::format("{}  {}x{}\n", paint(kBold, printable(record.file)), record.picture.width,
                                  record.picture.height);
  std::size_t column = 0;
  for (const SelectedTag& tag : record.tags) {
    const std::string name = printable(spell(tag.name, style.spelling));
    const std::string score = fmt::format("{:.2f}", tag.score);
    const std::size_t columns = 2 + name.size() + 1 + score.size();
    if (column > 0 && column + columns > static_cast<std::size_t>(style.width)) {
      block += '\n';
      column = 0;
    }
    block += fmt::format("  {} {}", paint(tint_of(tag.category), name), paint(kDim, score));
    column += columns;
  }
  block += record.tags.empty() ? "  no tags above their thresholds\n" : "\n";
  return block;
}

}  // namespace jtp
