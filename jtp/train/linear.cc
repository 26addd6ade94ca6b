// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/linear.h"

#include <torch/csrc/autograd/custom_function.h>

#include "jtp/train/autocast.h"
#include "jtp/train/product.h"

namespace jtp {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

at::Tensor as_matrix(const at::Tensor& x) { return x.reshape({-1, x.size(-1)}); }

// at::linear first fills its result with the bias and lets the product add to it; here the product does both.
struct Linear : torch::autograd::Function<Linear> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight,
                            const at::Tensor& bias) {
    const at::Tensor rows = as_matrix(x);
    context->save_for_backward({rows, weight});
    context->saved_data["input_gradient"] = x.requires_grad();
    std::vector<std::int64_t> sizes = x.sizes().vec();
    sizes.back() = weight.size(0);
    const at::Tensor out = at::empty(sizes, x.options());
    product_into(as_matrix(out), rows, weight.t(), bias);
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& output_gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor &rows = saved[0], &weight = saved[1];
    const at::Tensor from = as_matrix(output_gradients[0]);
    const at::Tensor weight_gradient = at::empty_like(weight);
    product_into(weight_gradient, from.t(), rows);
    at::Tensor input_gradient;
    if (context->saved_data["input_gradient"].toBool()) {
      std::vector<std::int64_t> sizes = output_gradients[0].sizes().vec();
      sizes.back() = weight.size(1);
      input_gradient = at::empty(sizes, rows.options());
      product_into(as_matrix(input_gradient), from, weight);
    }
    return {input_gradient, weight_gradient, from.sum(0)};
  }
};

}  // namespace

at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  const bool as_stored = current_autocast().products == AutocastSettings::Products::kAsStored;
  if (as_stored && x.device().is_cpu() && x.scalar_type() == weight.scalar_type())
    return Linear::apply(x, weight, bias);
  return at::linear(x, weight, bias);
}

}  // namespace jtp
