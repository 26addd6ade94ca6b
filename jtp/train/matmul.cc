// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/matmul.h"

#include "jtp/train/matmul_onednn.h"

namespace jtp {
namespace {

bool is_for_onednn(const at::Tensor& x) {
  return kHasOneDnn && x.scalar_type() == at::kFloat && x.device().is_cpu();
}

}  // namespace

void matmul_into(at::Tensor out, const at::Tensor& a, const at::Tensor& b) {
  if (is_for_onednn(out)) {
    onednn_matmul(out, a, b, {});
  } else {
    at::matmul_out(out, a, b);
  }
}

void addmm_into(at::Tensor out, const at::Tensor& bias, const at::Tensor& a, const at::Tensor& b) {
  if (is_for_onednn(out)) {
    onednn_matmul(out, a, b, bias.contiguous());
  } else {
    at::addmm_out(out, bias, a, b);
  }
}

}  // namespace jtp
