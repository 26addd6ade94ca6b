// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "jtp/output/caption_update.h"

namespace jtp::test {

// The tags of two runs on the same caption.
struct TwoRuns {
  std::span<const std::string> first;
  std::span<const std::string> second;
};

// Checks the promises of update_caption() for any text of a user: undoing restores it byte for byte, a second
// run with other tags gives the same as if the first had never happened, and a third changes nothing. Returns
// the broken promise, or "". Shared with the fuzz target.
inline std::string broken_update_property(std::string_view text, const TwoRuns& runs,
                                          const CaptionStyle& style, ExistingCaption policy) {
  const CaptionState users{std::string(text), std::nullopt};
  const CaptionState once = update_caption(users, runs.first, style, policy);
  if (policy != ExistingCaption::kReplace && undo_caption(once, style) != users)
    return "undoing does not give the text back";
  const CaptionState twice = update_caption(once, runs.second, style, policy);
  const CaptionState at_once = update_caption(users, runs.second, style, policy);
  if (policy != ExistingCaption::kReplace && twice != at_once) return "the first run has left a trace";
  if (update_caption(twice, runs.second, style, policy) != twice) return "a third run changes the caption";
  return "";
}

}  // namespace jtp::test
