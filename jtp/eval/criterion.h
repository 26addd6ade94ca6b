// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "jtp/eval/confusion.h"

namespace jtp {

// What makes a threshold good.
struct Criterion {
  enum class Kind {
    kInformedness,    // "j": the greatest informedness
    kFBeta,           // "f1", "f0.5": the greatest (1 + b^2) P R / (b^2 P + R)
    kCsi,             // "csi": the greatest tp / (tp + fp + fn)
    kBalance,         // "p=r": the smallest difference of precision and recall
    kPrecision,       // "precision=0.8": the lowest threshold whose precision is at least that, with 95 %
                      // confidence
    kRecall,          // "recall=0.9": the highest threshold that is expected not to miss more (conformal)
    kTagsPerPicture,  // "tags=30": the lowest threshold that does not choose more on average
  };
  Kind kind = Kind::kInformedness;
  double value = 0;  // b, or the requested value

  bool operator==(const Criterion&) const = default;
};

// Throws Error kUsage for other texts and for impossible numbers.
Criterion parse_criterion(std::string_view text);

std::string to_string(const Criterion& criterion);

// Whether the criterion of several tags is the mean of their values; otherwise it is computed from all their
// cells together.
bool is_mean_of_tags(const Criterion& criterion);

// The merit of a threshold with these counts on `pictures` pictures: greater is better, -infinity if it does
// not meet the criterion. `rank` in 0...1 grows with the threshold: among those that meet the criterion, it
// selects the lowest or the highest.
struct ThresholdOutcome {
  Confusion counts;
  double pictures = 0;
  double rank = 0;
};
double merit_of(const Criterion& criterion, const ThresholdOutcome& outcome);

}  // namespace jtp
