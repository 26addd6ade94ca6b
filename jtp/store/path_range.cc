// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/path_range.h"

namespace jtp {

PathRange paths_below(const std::string& folder) {
  std::string name = folder;
  while (name.ends_with('/')) name.pop_back();
  static_assert('0' == '/' + 1);
  return {.after = name + "/", .before = name + "0"};
}

}  // namespace jtp
