// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jtp {

// The difference between two states of a file in the format of `diff -U0`, which `patch` accepts: a single
// hunk from the first line that differs to the last. A file that does not exist is named /dev/null. Empty if
// nothing differs. Names that contain a space, a quote, a backslash or a control character are quoted as GNU
// diff quotes them.
struct FileText {
  std::string_view name;
  std::string_view text;
};
std::string unified_diff(const FileText& before, const FileText& after);

}  // namespace jtp
