// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/error.h"
#include "jtp/train/matmul_onednn.h"

namespace jtp {

const bool kHasOneDnn = false;

void onednn_matmul(const at::Tensor&, const at::Tensor&, const at::Tensor&, const at::Tensor&) {
  fail(ErrorKind::kInternal, "this jtp-train was built without oneDNN");
}

}  // namespace jtp
