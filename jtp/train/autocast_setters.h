// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <c10/core/DeviceType.h>

namespace jtp {

// LibTorch's switch for bf16 products on a device, for this thread. Its name changed: autocast_by_name.cc is
// for LibTorch up to 2.3, autocast_by_device.cc for later versions. CPU and CUDA only.
void set_autocast(c10::DeviceType device, bool enabled);
bool is_autocast(c10::DeviceType device);

}  // namespace jtp
