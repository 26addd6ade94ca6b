// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/memory_estimate.h"

#include <algorithm>

namespace jtp {
namespace {

constexpr std::int64_t kProgram = std::int64_t{250} << 20;  // resident memory after start, LibTorch 1.13 on
                                                            // the CPU
constexpr std::int64_t kF32 = 4, kBf16 = 2;

// What the backward pass of one block needs per picture, in units of T D, T F and heads T^2 numbers. In bf16,
// the inputs of the norms stay f32.
std::int64_t block_bytes(const VitConfig& c, const ComputeConfig& compute) {
  const std::int64_t product = compute.arithmetic == Arithmetic::kBf16 ? kBf16 : kF32;
  const std::int64_t td = std::int64_t{c.tokens} * c.width, tf = std::int64_t{c.tokens} * c.mlp_width;
  const std::int64_t scores = std::int64_t{c.heads} * c.tokens * c.tokens;
  const std::int64_t residual = 2 * td * kF32;              // inputs of the two norms
  const std::int64_t linears = (2 + 3 + 1) * td * product;  // outputs of the norms; q, k, v; mixed
  const std::int64_t hidden = 2 * tf * product;             // before and after GELU
  // LibTorch's fused attention on a GPU keeps no scores.
  return residual + linears + hidden + (compute.device == DeviceKind::kCuda ? 0 : scores * product);
}

// The additional memory of the current block: the gradients of its widest results, f32.
std::int64_t transient_bytes(const VitConfig& c, const ComputeConfig& compute) {
  const std::int64_t tf = std::int64_t{c.tokens} * c.mlp_width;
  const std::int64_t scores = std::int64_t{c.heads} * c.tokens * c.tokens;
  return 2 * kF32 * std::max(tf, compute.device == DeviceKind::kCuda ? 0 : scores);
}

}  // namespace

std::int64_t count_parameters(const VitConfig& c) {
  const std::int64_t d = c.width, f = c.mlp_width;
  const std::int64_t mlp = 2 * d * f + f + d;
  const std::int64_t block = 4 * d + 4 * d * d + 4 * d + mlp;
  const std::int64_t embed = 3LL * c.patch_size * c.patch_size * d + d + std::int64_t{c.tokens} * d;
  const std::int64_t pool = d + 4 * d * d + 4 * d + 2 * d + mlp;
  return embed + c.depth * block + 2 * d + pool + static_cast<std::int64_t>(c.logits()) * (d + 1);
}

MemoryEstimate estimate_memory(const VitConfig& sizes, const ComputeConfig& compute, std::int64_t micro_batch,
                               int processes) {
  const std::int64_t parameters = count_parameters(sizes) * kF32;
  const bool is_bf16 = compute.arithmetic == Arithmetic::kBf16;
  const std::int64_t td = std::int64_t{sizes.tokens} * sizes.width;
  MemoryEstimate e;
  e.parameters = e.gradients = parameters;
  e.optimizer = 2 * parameters;
  e.buckets = processes > 1 ? parameters : 0;
  e.converted = is_bf16 ? parameters / 2 : 0;
  const std::int64_t block = block_bytes(sizes, compute);
  const std::int64_t pixels = 3LL * sizes.image_size * sizes.image_size * kF32;
  if (compute.activations == ActivationUse::kRecompute) {
    e.activations = micro_batch * (sizes.depth * td * kF32 + pixels);
    e.transient = micro_batch * (block + transient_bytes(sizes, compute));
  } else {
    e.activations = micro_batch * (sizes.depth * block + pixels);
    e.transient = micro_batch * transient_bytes(sizes, compute);
  }
  e.program = kProgram;
  return e;
}

}  // namespace jtp
