// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "jtp/eval/paired_difference.h"

namespace jtp {

// The output of `jtp eval --compare`: as text, and as one JSON object.
std::string compare_text(const PairedDifference& difference, const SavedEvaluation& before,
                         const SavedEvaluation& after);
std::string compare_json(const PairedDifference& difference, const SavedEvaluation& before,
                         const SavedEvaluation& after);

}  // namespace jtp
