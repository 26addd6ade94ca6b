// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/scorer.h"

namespace jtp {

std::string model_id(const Scorer& scorer) {
  return scorer.model_name + "@" + scorer.key.model_hash.substr(0, 12);
}

}  // namespace jtp
