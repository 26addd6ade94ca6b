// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/prior/loss_weights.h"

namespace jtp {

enum class LossKind {
  kPrior,  // the weighted cross-entropy of docs/prior.md
  kBce,    // cross-entropy: a tag without a label counts as absent
  kAsl,    // asymmetric loss (Ridnik et al. 2021)
  kHill,   // Hill loss (Zhang et al. 2021): (lambda - p) p^2 for tags without a label
};

struct LossOptions {
  LossKind kind = LossKind::kPrior;
  LossWeightOptions weights{};  // for kPrior; alpha is the exponent of the class weights for every kind
  double asl_gamma_present = 0;
  double asl_gamma_absent = 4;
  double asl_clip = 0.05;  // subtracted from the probability of tags without a label
  double hill_lambda = 1.5;
};

}  // namespace jtp
