// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// The tags of a caption that somebody has written, in its order and each once, as canonical_tag() spells
// them: what stands between commas and line ends, or between spaces in a list of words with underscores
// (CaptionList decides), without weights: `(red fur, wolf:1.2)` is red_fur and wolf. A sentence is one tag,
// which no vocabulary has.
std::vector<std::string> caption_tags(std::string_view text);

}  // namespace jtp
