// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <c10/core/DeviceType.h>

namespace jtp {

struct AutocastSettings {
  c10::DeviceType device = c10::DeviceType::CPU;
  enum class Products { kAsStored, kBf16 } products = Products::kAsStored;
};

// The settings of this thread's innermost Autocast.
AutocastSettings current_autocast();

// While an object exists, this thread multiplies matrices in the given type; LibTorch's autocast keeps sums,
// norms and softmax in f32. May be nested.
class Autocast {
 public:
  explicit Autocast(AutocastSettings settings);
  ~Autocast();
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  AutocastSettings before_;
};

}  // namespace jtp
