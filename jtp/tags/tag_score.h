// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace jtp {

struct TagScore {
  int index = 0;       // into the vocabulary
  float score = 0.0F;  // probability, 0...1
  bool operator==(const TagScore&) const = default;
};

}  // namespace jtp
