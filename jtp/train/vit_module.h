// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jtp/model/config.h"

namespace jtp {

struct Parameter {
  std::string name;  // timm's
  at::Tensor value;  // a leaf that requires a gradient
};

enum class ActivationStorage {
  kKept,
  kRecomputed,  // only each block's input is kept; its forward pass is repeated during backward
};

struct ForwardOptions {
  ActivationStorage activations = ActivationStorage::kKept;
  // [2 * depth, N]: the factor of each residual branch (attention of block 0, its MLP, ...) for each picture,
  // for stochastic depth. Nothing: 1.
  std::optional<at::Tensor> branch_scale{};
};

// The network of jtp/model/vit.h for training: the same sizes, names and arithmetic (docs/architecture.md),
// with gradients. Letters as in docs/glossary.md. Not safe for two threads at a time.
class VitModule {
 public:
  // All parameters are zero; see initialize() and load_backbone(). `options`: element type and device.
  explicit VitModule(const VitConfig& config, at::TensorOptions options = at::kFloat);

  const VitConfig& config() const { return config_; }

  // All parameters, in the order of the forward pass.
  std::span<const Parameter> parameters() const { return parameters_; }
  const at::Tensor& at(const std::string& name) const;

  // pixels: [N, 3, S, S] from Preprocessor. Returns pooled features, [N, D].
  at::Tensor pooled(const at::Tensor& pixels, const ForwardOptions& options = {}) const;

  // [N, D] to the head's outputs, [N, K] or [N, 2 K], in the parameters' element type.
  at::Tensor head(const at::Tensor& pooled) const;

  at::Tensor forward(const at::Tensor& pixels, const ForwardOptions& options = {}) const {
    return head(pooled(pixels, options));
  }

 private:
  void add(const std::string& name, at::IntArrayRef shape);
  void add_linear(const std::string& name, at::IntArrayRef shape);
  void add_norm(const std::string& name);
  at::Tensor linear(const std::string& name, const at::Tensor& x) const;
  at::Tensor layer_norm(const std::string& name, const at::Tensor& x) const;
  at::Tensor mlp(const std::string& name, const at::Tensor& x) const;
  at::Tensor patch_embed(const at::Tensor& pixels) const;
  at::Tensor encoder_block(int block, const at::Tensor& x, const std::optional<at::Tensor>& scale) const;
  at::Tensor attention_pool(const at::Tensor& x) const;
  std::vector<at::Tensor> block_parameters(int block) const;

  VitConfig config_;
  at::TensorOptions options_;
  std::vector<Parameter> parameters_;
  std::map<std::string, std::size_t> index_;  // into parameters_
};

// The logits [N, K] from the head's outputs: unchanged for HeadKind::kPlain; for kGated, the z with
// sigmoid(z) = sigmoid(a) sigmoid(b), computed without overflow.
at::Tensor tag_logits(const at::Tensor& outputs, HeadKind head);

}  // namespace jtp
