// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jtp {

// Two states of a file in the form of `diff -U0`, which `patch` takes: one hunk from the first line that
// differs to the last. A file that is not there has the name /dev/null. Empty where nothing differs.
struct FileText {
  std::string_view name;
  std::string_view text;
};
std::string unified_diff(const FileText& before, const FileText& after);

}  // namespace jtp
