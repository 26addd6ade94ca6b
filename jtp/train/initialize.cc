// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/initialize.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "jtp/base/logistic.h"

namespace jtp {
namespace {

constexpr double kDeviation = 0.02;
// The initial second factor of a gated score; closer to 1 it would hardly learn. A tag that is more frequent
// than this starts with two equal factors.
constexpr double kGate = 0.9;

at::Tensor normal(at::IntArrayRef shape, double deviation, at::Generator& generator) {
  return at::empty(shape, at::kFloat).normal_(0, deviation, generator).clamp_(-2 * deviation, 2 * deviation);
}

double gate(double z) { return std::max(kGate, std::sqrt(sigmoid(z))); }

}  // namespace

void initialize(const VitModule& module, std::uint64_t seed) {
  const at::NoGradGuard no_grad;
  at::Generator generator = at::detail::createCPUGenerator(seed);
  for (const Parameter& p : module.parameters()) {
    if (p.name.starts_with("head")) continue;
    const bool is_norm = p.name.find("norm") != std::string::npos;
    if (p.name.ends_with(".bias")) {
      p.value.zero_();
    } else if (is_norm) {
      p.value.fill_(1);
    } else {
      const double deviation =
          p.name == "attn_pool.latent" ? 1 / std::sqrt(module.config().width) : kDeviation;
      p.value.copy_(normal(p.value.sizes(), deviation, generator));
    }
  }
  initialize_head(module, std::vector<float>(static_cast<std::size_t>(module.config().num_tags), 0.0F));
}

void initialize_head(const VitModule& module, std::span<const float> bias) {
  const at::NoGradGuard no_grad;
  const bool gated = module.config().head == HeadKind::kGated;
  const std::string name = gated ? "head.linear" : "head";
  std::vector<double> values;
  for (const double z : bias) values.push_back(gated ? logit(sigmoid(z) / gate(z)) : z);
  if (gated) {
    for (const float z : bias) values.push_back(logit(gate(z)));
  }
  module.at(name + ".weight").zero_();
  module.at(name + ".bias").copy_(at::tensor(values, at::kDouble));
}

}  // namespace jtp
