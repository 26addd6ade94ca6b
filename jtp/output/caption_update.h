// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jtp/output/caption.h"

namespace jtp {

enum class CaptionOrigin { kMachine, kUser };

// Bytes [begin, end) of a text.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const TextRange&) const = default;
};

// What the machine has put into one caption: its provenance.
struct CaptionShare {
  CaptionOrigin origin = CaptionOrigin::kMachine;  // who made the file
  std::vector<std::string> tags;                   // that stand in the file because of the machine, as names
  std::vector<std::string> declined;               // that the machine wrote once and the user took out
  std::string sha256;                              // of the text as the machine left it
  TextRange insertion;  // where all of the machine's text stands; empty where it is scattered
  bool operator==(const CaptionShare&) const = default;
};

// A caption file.
struct CaptionState {
  std::optional<std::string> text;    // nothing: there is no file
  std::optional<CaptionShare> share;  // nothing: the machine has nothing in it
  bool operator==(const CaptionState&) const = default;
};

// The caption after a run that found `tags`. In the result, a text that is gone means that the file is
// removed: the machine had made it, nobody has changed it, and there is no tag any more.
//
// Under kSupplement and kPrepend every byte that is not the machine's stays as it is:
// * a text as the machine left it (by `sha256`) goes back to what it was before and is merged anew, so that
//   the result depends on the user's text and the tags only;
// * in a text that a human has changed since, tags that are not wanted any more are cut out, those that are
//   stay where they stand, missing ones are added, and those that the human took out are declined for good.
//   A tag that has been given a weight, or that stands twice, is the human's from then on.
// A file that is gone begins anew, without declined tags. kReplace forgets them too.
CaptionState update_caption(const CaptionState& before, std::span<const std::string> tags,
                            const CaptionStyle& style, ExistingCaption policy);

// The caption without what the machine has put into it. A file that the machine made and that is empty
// without its tags is gone.
CaptionState undo_caption(const CaptionState& before, const CaptionStyle& style);

}  // namespace jtp
