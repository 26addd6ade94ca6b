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

// The machine's part of a caption: its provenance.
struct CaptionShare {
  CaptionOrigin origin = CaptionOrigin::kMachine;  // who created the file
  std::vector<std::string> tags;                   // in the file because of the machine, as names
  std::vector<std::string> declined;               // written by the machine once and removed by the user
  std::string sha256;                              // of the whole text as the machine left it
  TextRange insertion;                    // contains all of the machine's text; empty if it is scattered
  std::optional<std::string> replaced{};  // the user's text that kReplace replaced
  bool operator==(const CaptionShare&) const = default;
};

// A caption file.
struct CaptionState {
  std::optional<std::string> text;    // nothing: the file does not exist
  std::optional<CaptionShare> share;  // nothing: the machine has written nothing into it
  bool operator==(const CaptionState&) const = default;
};

// The caption after a run that found `tags`. A result without text means that the file is removed: the
// machine created it, nobody has changed it, and no tags are left.
//
// Under kSupplement and kPrepend, all bytes that are not the machine's stay unchanged:
// * A text that is still as the machine left it (by `sha256`) is first restored to the user's text and then
//   merged again, so the result depends only on the user's text and the tags.
// * In a text that a person has changed since, unwanted tags are cut out, wanted ones stay where they are,
//   and missing ones are added. Tags that the person removed are declined permanently. A tag that now has a
//   weight, or occurs twice, belongs to the person from then on.
// A deleted file starts again without declined tags. kReplace also forgets them, and keeps
// the user's text in the share, so that undo_caption() can restore it.
CaptionState update_caption(const CaptionState& before, std::span<const std::string> tags,
                            const CaptionStyle& style, ExistingCaption policy);

// The caption without the machine's part. A file that the machine created and that is empty without its tags
// is removed. If kReplace replaced a text of the user's and nothing in the file is the user's now, the file
// becomes that text again, byte for byte; otherwise the text stays in the share.
CaptionState undo_caption(const CaptionState& before, const CaptionStyle& style);

}  // namespace jtp
