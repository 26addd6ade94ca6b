// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// The tags of an existing caption, in order and without duplicates, as canonical tags. Tags are separated by
// commas and line ends, or by spaces in a list of words with underscores (CaptionList decides). Weights are
// removed: `(red fur, wolf:1.2)` is red_fur and wolf. A sentence counts as one tag, which no vocabulary has.
std::vector<std::string> caption_tags(std::string_view text);

}  // namespace jtp
