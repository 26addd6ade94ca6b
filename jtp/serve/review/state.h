// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "jtp/serve/review/desk.h"

namespace jtp {

enum class CanBegin { kNo, kYes };

// Where a review is and what is asked next, as JSON (openapi.json, "ReviewState"). Never says a score: it
// would sway the answer.
std::string review_state(const ReviewDesk& desk, CanBegin can_begin);

}  // namespace jtp
