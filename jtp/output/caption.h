// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "jtp/tags/spelling.h"

namespace jtp {

// What to do with a caption file that is there already.
enum class ExistingCaption {
  kSupplement,  // keep its text byte for byte, append the tags that it does not have under any spelling
  kReplace,     // write it anew
  kSkip,        // leave it alone
};

struct CaptionStyle {
  Spelling spelling;
  std::string separator = ", ";
  std::string prefix;  // before the first tag of a caption written anew
};

// The tags as the text of a caption file, with a final newline. `tags`: names as in the vocabulary.
std::string format_caption(std::span<const std::string> tags, const CaptionStyle& style);

// The new content of a caption file, or nothing where it should stay as it is (nothing to add, or kSkip).
// `existing`: its content, or nothing where there is no file.
std::optional<std::string> merge_caption(const std::optional<std::string_view>& existing,
                                         std::span<const std::string> tags, const CaptionStyle& style,
                                         ExistingCaption policy);

}  // namespace jtp
