// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/held_out.h"

namespace jtp {
namespace {

using Seen = std::function<void(const at::Tensor& logits, const KnownTags& known)>;

at::Tensor logits_of(const VitModule& module, const at::Tensor& outputs) {
  return tag_logits(outputs, module.config().head).to(at::kCPU, at::kFloat);
}

void walk_features(const VitModule& module, const HeldOut& held_out, const WorldPlace& place,
                   const Seen& seen) {
  const at::Device device = module.parameters().front().value.device();
  const PositionRange part = part_of(held_out.pictures.size(), place);
  for (std::int64_t i = part.begin; i < part.end; ++i) {
    if (!held_out.features->valid[static_cast<std::size_t>(i)]) continue;
    const Manifest& manifest = held_out.pictures.manifest();
    const auto labels = manifest.labels(held_out.pictures.sample(i));
    const auto negatives = manifest.known_negative(held_out.pictures.sample(i));
    const at::Tensor row = held_out.features->features.slice(0, i, i + 1).to(device);
    seen(logits_of(module, module.head(row)), {.labels = {&labels, 1}, .negatives = {&negatives, 1}});
  }
}

}  // namespace

void for_each_held_out(const VitModule& module, const HeldOut& held_out, const WorldPlace& place,
                       const Seen& seen) {
  const at::NoGradGuard no_grad;
  if (held_out.features != nullptr) {
    walk_features(module, held_out, place, seen);
    return;
  }
  const at::Device device = module.parameters().front().value.device();
  for_each_batch(held_out.pictures, held_out.pass, place, [&](const at::Tensor& pixels, const Batch& batch) {
    const Autocast autocast(held_out.pass.autocast);
    seen(logits_of(module, module.forward(pixels.to(device))), {batch.labels, batch.known_negatives});
  });
}

}  // namespace jtp
