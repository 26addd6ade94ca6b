// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "jtp/eval/confusion.h"

namespace jtp {

// What a good threshold is.
struct Criterion {
  enum class Kind {
    kInformedness,    // "j": the greatest informedness
    kFBeta,           // "f1", "f0.5": the greatest (1 + b^2) P R / (b^2 P + R)
    kCsi,             // "csi": the greatest tp / (tp + fp + fn)
    kBalance,         // "p=r": precision and recall nearest to each other
    kPrecision,       // "precision=0.8": the lowest whose precision is at least that, with 95 % confidence
    kRecall,          // "recall=0.9": the highest that is expected to miss no more (conformal)
    kTagsPerPicture,  // "tags=30": the lowest that chooses no more on average
  };
  Kind kind = Kind::kInformedness;
  double value = 0;  // b, or what is asked for

  bool operator==(const Criterion&) const = default;
};

// Throws Error kUsage for other texts and for numbers that make no sense.
Criterion parse_criterion(std::string_view text);

std::string to_string(const Criterion& criterion);

// Whether the criterion is the mean of what it is for each tag; else it is that of the tags' cells together.
bool is_mean_of_tags(const Criterion& criterion);

// How good a threshold is that has these counts on `pictures` pictures: the greater the better, -infinity
// where it does not do what is asked for. `rank` in 0...1 grows with the threshold: of those that do, the
// criterion takes the lowest or the highest.
struct ThresholdOutcome {
  Confusion counts;
  double pictures = 0;
  double rank = 0;
};
double merit_of(const Criterion& criterion, const ThresholdOutcome& outcome);

}  // namespace jtp
