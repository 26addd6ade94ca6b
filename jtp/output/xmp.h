// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "jtp/output/caption_update.h"

namespace jtp {

struct XmpStyle {
  std::string parent;  // levels above the tags in the hierarchical fields, separated by '|': "AI|JTP-1"
};

// The XMP sidecar after a run that found `tags`, as update_caption() for captions: tags of the machine that
// are not wanted any more go, those that the user took out of a field are declined, and a tag that the user
// had in any of the fields is not touched. All other properties stay. kPrepend is kSupplement here; kReplace
// empties the three fields first. Throws what XmpDocument throws.
//
// Tags are written with spaces. In a hierarchical field the separator of its levels is written as U+2215 (for
// '/') or U+2223 (for '|') where it stands in a tag.
CaptionState update_xmp(const CaptionState& before, std::span<const std::string> tags, const XmpStyle& style,
                        ExistingCaption policy);

// The sidecar without the machine's tags; gone where the machine had made it and nobody has changed it.
CaptionState undo_xmp(const CaptionState& before, const XmpStyle& style);

}  // namespace jtp
