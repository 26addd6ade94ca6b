// SPDX-License-Identifier: Apache-2.0
#include <torch/csrc/autograd/custom_function.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "jtp/train/attention.h"
#include "jtp/train/matmul.h"

namespace jtp {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Queries, keys and values, or their gradients, each [N, heads, T, d]: views of [N, T, 3, heads, d].
struct Qkv {
  explicit Qkv(const at::Tensor& packed)
      : q(packed.select(2, 0).transpose(1, 2)),
        k(packed.select(2, 1).transpose(1, 2)),
        v(packed.select(2, 2).transpose(1, 2)) {}
  at::Tensor q, k, v;
};

double scale_of(const at::Tensor& qkv) { return 1 / std::sqrt(static_cast<double>(qkv.size(-1))); }

// Works on views of the packed tensors, so nothing is copied into another order, neither here nor in the
// backward pass, where LibTorch's own rules would gather three gradients into one.
struct SelfAttention : torch::autograd::Function<SelfAttention> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& qkv) {
    const Qkv in(qkv);
    const std::int64_t n = qkv.size(0), t = qkv.size(1), heads = qkv.size(3);
    at::Tensor weights = at::empty({n, heads, t, t}, qkv.options());
    matmul_into(weights, in.q * scale_of(qkv), in.k.transpose(2, 3));
    at::_softmax_out(weights, weights, -1, /*half_to_float=*/false);
    const at::Tensor mixed = at::empty({n, t, heads, qkv.size(4)}, qkv.options());
    matmul_into(mixed.transpose(1, 2), weights, in.v);
    context->save_for_backward({qkv, weights});
    return mixed.flatten(2);
  }

  static variable_list backward(AutogradContext* context, const variable_list& output_gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor &qkv = saved[0], &weights = saved[1];
    const at::Tensor gradient = at::empty_like(qkv);
    const Qkv in(qkv), to(gradient);
    const at::Tensor from = output_gradients[0].unflatten(2, {qkv.size(3), qkv.size(4)}).transpose(1, 2);
    matmul_into(to.v, weights.transpose(2, 3), from);
    at::Tensor scores = at::empty_like(weights);
    matmul_into(scores, from, in.v.transpose(2, 3));
    at::_softmax_backward_data_out(scores, scores, weights, -1, weights.scalar_type());
    scores.mul_(scale_of(qkv));
    matmul_into(to.q, scores, in.k);
    matmul_into(to.k, scores.transpose(2, 3), in.q);
    return {gradient};
  }
};

}  // namespace

at::Tensor self_attention(const at::Tensor& qkv) {
  const at::ScalarType type = qkv.scalar_type();
  const bool has_own_type = type == at::kFloat || type == at::kDouble;
  if (!kAttentionIsFused && has_own_type && qkv.device().is_cpu()) return SelfAttention::apply(qkv);
  const std::vector<at::Tensor> parts = qkv.permute({2, 0, 3, 1, 4}).unbind(0);
  return attention(parts[0], parts[1], parts[2]).transpose(1, 2).flatten(2);
}

}  // namespace jtp
