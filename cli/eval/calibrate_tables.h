// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/eval/score_source.h"
#include "cli/prior/omission_options.h"
#include "jtp/eval/calibrate.h"

namespace jtp {

// The command line of `jtp calibrate`.
struct CalibrateOptions {
  ScoreSourceOptions source;
  OmissionOptions omission;
  std::string grid;      // instead of the source: a table with counts per threshold
  std::string verdicts;  // instead of the source: a review
  CalibrationOptions calibration;
  std::string out;
};

// The table of thresholds (threshold_table()) from given counts, for the tags of the model.
std::string calibrate_grid(const CalibrateOptions& options);

// The same from the answers of a measured review. Nothing is corrected, because people have looked.
std::string calibrate_verdicts(const CalibrateOptions& options);

}  // namespace jtp
