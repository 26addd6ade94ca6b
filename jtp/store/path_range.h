// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jtp {

// The paths p with after < p < before, byte by byte.
struct PathRange {
  std::string after;
  std::string before;
};

// What lies below an absolute folder, which may end in slashes; empty is the root.
PathRange paths_below(const std::string& folder);

}  // namespace jtp
