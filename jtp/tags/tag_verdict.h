// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jtp {

// A person's decision about one tag of one picture.
struct TagVerdict {
  std::string sha256;  // of the picture's bytes, lower-case hexadecimal
  std::string tag;     // underscored
  bool is_present = false;
};

}  // namespace jtp
