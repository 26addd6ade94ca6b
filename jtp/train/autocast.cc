// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/autocast.h"

#include <ATen/autocast_mode.h>

#include "jtp/train/autocast_setters.h"

namespace jtp {
namespace {

constexpr auto kBf16 = AutocastSettings::Products::kBf16;

void apply(AutocastSettings settings) { set_autocast(settings.device, settings.products == kBf16); }

}  // namespace

AutocastSettings current_autocast() {
  for (const auto device : {c10::DeviceType::CPU, c10::DeviceType::CUDA}) {
    if (is_autocast(device)) return {device, kBf16};
  }
  return {};
}

Autocast::Autocast(AutocastSettings settings)
    : before_{settings.device, is_autocast(settings.device) ? kBf16 : AutocastSettings::Products::kAsStored} {
  apply(settings);
  at::autocast::increment_nesting();
}

Autocast::~Autocast() {
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();  // its cache of converted weights
  apply(before_);
}

}  // namespace jtp
