// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "jtp/train/batch_source.h"
#include "jtp/train/tagging_loss.h"
#include "jtp/train/vit_module.h"

namespace jtp {

// The pictures for measuring a network.
struct HeldOut {
  const PictureSet& pictures;
  PixelPass pass;
  const FeatureTable* features = nullptr;  // if set, used instead of pixels
};

// Calls seen(logits, known) for batches of this process's part of the pictures; logits: [N, K], f32, on the
// CPU, without gradients.
void for_each_held_out(const VitModule& module, const HeldOut& held_out, const WorldPlace& place,
                       const std::function<void(const at::Tensor& logits, const KnownTags& known)>& seen);

}  // namespace jtp
