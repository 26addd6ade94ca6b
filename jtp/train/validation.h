// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/train/held_out.h"
#include "jtp/train/informedness.h"
#include "jtp/train/tagging_loss.h"
#include "jtp/train/vit_module.h"

namespace jtp {

struct ValidationResult {
  Informedness informedness;
  double loss = 0;  // mean over the pictures, for LossStage::kFused
  std::int64_t pictures = 0;
};

// Measures a network against the labels, over the pictures of all processes. `threshold`: in hundredths.
// Throws Error kInvalidInput if no picture can be decoded, kInternal for scores that are not finite.
ValidationResult validate(const VitModule& module, const TaggingLoss& loss, const HeldOut& held_out,
                          int threshold, const Comm& comm);

}  // namespace jtp
