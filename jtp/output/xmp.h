// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "jtp/output/caption_update.h"

namespace jtp {

struct XmpStyle {
  std::string parent;  // levels above the tags in hierarchical fields, separated by '|': "AI|JTP-1"
};

// The XMP sidecar after a run that found `tags`, analogous to update_caption(): unwanted tags of the machine
// are removed, tags that the user removed from a field are declined, and a tag that the user had in any field
// is not touched. All other properties stay. kPrepend acts like kSupplement; kReplace empties the three
// fields first and keeps the user's sidecar in the share. Throws what XmpDocument throws.
//
// Tags are written with spaces. In a hierarchical field, a tag's own '/' or '|' is written as U+2215 or
// U+2223 if it would be read as the separator of the levels.
CaptionState update_xmp(const CaptionState& before, std::span<const std::string> tags, const XmpStyle& style,
                        ExistingCaption policy);

// The sidecar without the machine's tags. It is removed if the machine created it and nobody has changed it.
// Restores what kReplace replaced, as undo_caption() does.
CaptionState undo_xmp(const CaptionState& before, const XmpStyle& style);

}  // namespace jtp
