// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/gradients.h"

#include <cmath>
#include <vector>

namespace jtp {

double clip_gradients(std::span<const at::Tensor> parameters, double largest) {
  const at::NoGradGuard no_grad;
  std::vector<at::Tensor> norms;
  for (const at::Tensor& p : parameters) {
    if (p.grad().defined()) norms.push_back(p.grad().norm());
  }
  const double norm = at::stack(norms).norm().item<double>();
  if (largest <= 0 || !std::isfinite(norm) || norm <= largest) return norm;
  for (const at::Tensor& p : parameters) {
    if (p.grad().defined()) p.grad().mul_(largest / norm);
  }
  return norm;
}

void clear_gradients(std::span<const at::Tensor> parameters) {
  for (const at::Tensor& p : parameters) p.mutable_grad() = at::Tensor();
}

}  // namespace jtp
