// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "jtp/review/cells.h"
#include "jtp/review/report.h"

namespace jtp {

// The lowest band from which on at least `precision` of the tags are right, according to one half of the
// answers: their shares per band, smoothed and forced to rise with the score (isotonic regression). The other
// half confirms it or not. The answers of a band go alternately to the two halves. Nothing if no band reaches
// the precision. `strata`: the bands with their cells; `cells`: the answers, in the order of the questions.
std::optional<ThresholdAdvice> advise_threshold(std::span<const ReviewedCell> cells,
                                                std::span<const ReviewStratum> strata,
                                                std::span<const float> bands, double precision);

// The non-decreasing shares that are nearest to `values` in least squares with `weights` (pool adjacent
// violators).
std::vector<double> rising(std::span<const double> values, std::span<const double> weights);

}  // namespace jtp
