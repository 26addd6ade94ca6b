// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "jtp/review/cells.h"
#include "jtp/review/report.h"

namespace jtp {

// The lowest beginning of a band above which at least `precision` of the tags are right, by one half of the
// answers: their shares per band, smoothed, and made to rise with the score (isotonic regression). The other
// half confirms it or not. Every second answer of a band belongs to the same half. Nothing where no band
// reaches the precision. `strata`: the bands with their cells; `cells`: the answers, by question.
std::optional<ThresholdAdvice> advise_threshold(std::span<const ReviewedCell> cells,
                                                std::span<const ReviewStratum> strata,
                                                std::span<const float> bands, double precision);

// Shares that rise with their index and are as near to `values` as that allows, in the sense of least squares
// with `weights` (pool adjacent violators).
std::vector<double> rising(std::span<const double> values, std::span<const double> weights);

}  // namespace jtp
