// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jtp {

// The paths p with after < p < before, compared byte by byte.
struct PathRange {
  std::string after;
  std::string before;
};

// The paths below an absolute folder, which may end in slashes; an empty text is the root.
PathRange paths_below(const std::string& folder);

}  // namespace jtp
