// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "jtp/serve/review/desk.h"

namespace jtp {

enum class CanBegin { kNo, kYes };

// The progress of a review and its next question, as JSON (openapi.json, "ReviewState"). Never contains a
// score, because it would influence the answer.
std::string review_state(const ReviewDesk& desk, CanBegin can_begin);

}  // namespace jtp
