// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/caption_preset.h"

#include <array>

#include "jtp/output/caption_file.h"

namespace jtp {
namespace {

CaptionStyle style_of(const Spelling& spelling, TagSeparator separator, CaptionEnd end) {
  CaptionStyle style;
  style.spelling = spelling;
  style.separator = separator;
  style.end = end;
  return style;
}

}  // namespace

std::span<const CaptionPreset> caption_presets() {
  constexpr Spelling kPlain{WordSeparator::kSpace, Parentheses::kPlain};
  constexpr Spelling kEscaped{WordSeparator::kSpace, Parentheses::kEscaped};
  constexpr Spelling kUnderscores{WordSeparator::kUnderscore, Parentheses::kPlain};
  static const std::array presets = {
      CaptionPreset{"kohya", "stem.txt for kohya's trainers: `red fur, wolf (species)`",
                    style_of(kPlain, TagSeparator::kComma, CaptionEnd::kNewline)},
      CaptionPreset{"sd", "stem.txt for prompts, parentheses escaped",
                    style_of(kEscaped, TagSeparator::kComma, CaptionEnd::kNewline)},
      CaptionPreset{"hydrus", "stem.ext.txt for Hydrus, one tag per line",
                    style_of(kPlain, TagSeparator::kNewline, CaptionEnd::kNewline), SidecarName::kFullName},
      CaptionPreset{"e621", "stem.txt for e621's upload form: `red_fur wolf`",
                    style_of(kUnderscores, TagSeparator::kSpace, CaptionEnd::kNewline)},
      CaptionPreset{"postybirb", "stem.txt for PostyBirb: `red fur, wolf`, no line end",
                    style_of(kPlain, TagSeparator::kComma, CaptionEnd::kNothing)},
      CaptionPreset{"jtp3", "stem.txt like JTP-3's script: parentheses escaped, no line end",
                    style_of(kEscaped, TagSeparator::kComma, CaptionEnd::kNothing)},
  };
  return presets;
}

std::filesystem::path sidecar_path(const std::filesystem::path& picture, SidecarName name,
                                   std::string_view extension) {
  if (name == SidecarName::kStem) return caption_path(picture, extension);
  caption_path("picture", extension);  // refuses an invalid extension
  return picture.string() + std::string(extension);
}

}  // namespace jtp
