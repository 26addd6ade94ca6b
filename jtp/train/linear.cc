// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/linear.h"

#include <torch/csrc/autograd/custom_function.h>

#include <cstdint>
#include <vector>

#include "jtp/train/autocast.h"
#include "jtp/train/matmul.h"

namespace jtp {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

at::Tensor as_matrix(const at::Tensor& x) { return x.reshape({-1, x.size(-1)}); }

// An empty tensor [..., width] with the leading sizes of x.
at::Tensor empty_rows(const at::Tensor& x, std::int64_t width) {
  std::vector<std::int64_t> sizes = x.sizes().vec();
  sizes.back() = width;
  return at::empty(sizes, x.options());
}

// at::linear first fills its result with the bias and then lets the product add to it; here the product does
// both.
struct LinearFunction : torch::autograd::Function<LinearFunction> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight,
                            const at::Tensor& bias) {
    const at::Tensor rows = as_matrix(x);
    context->save_for_backward({rows, weight});
    const at::Tensor out = empty_rows(x, weight.size(0));
    addmm_into(as_matrix(out), bias, rows, weight.t());
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& output_gradients) {
    enum Input { kX, kWeight, kBias };
    const variable_list saved = context->get_saved_variables();
    const at::Tensor &rows = saved[0], &weight = saved[1];
    const at::Tensor from = as_matrix(output_gradients[0]);
    variable_list gradients(3);
    if (context->needs_input_grad(kX)) {
      gradients[kX] = empty_rows(output_gradients[0], weight.size(1));
      matmul_into(as_matrix(gradients[kX]), from, weight);
    }
    if (context->needs_input_grad(kWeight)) {
      gradients[kWeight] = at::empty_like(weight);
      matmul_into(gradients[kWeight], from.t(), rows);
    }
    if (context->needs_input_grad(kBias)) gradients[kBias] = from.sum(0);
    return gradients;
  }
};

}  // namespace

at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  const bool as_stored = current_autocast().products == AutocastSettings::Products::kAsStored;
  if (as_stored && x.device().is_cpu() && x.scalar_type() == weight.scalar_type())
    return LinearFunction::apply(x, weight, bias);
  return at::linear(x, weight, bias);
}

}  // namespace jtp
