// SPDX-License-Identifier: Apache-2.0
#include <ATen/autocast_mode.h>

#include "jtp/train/autocast_setters.h"

namespace jtp {

void set_autocast(c10::DeviceType device, bool enabled) {
  at::autocast::set_autocast_dtype(device, at::kBFloat16);
  at::autocast::set_autocast_enabled(device, enabled);
}

bool is_autocast(c10::DeviceType device) { return at::autocast::is_autocast_enabled(device); }

}  // namespace jtp
