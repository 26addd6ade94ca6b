// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/vit_module.h"

#include <fmt/format.h>

#include "jtp/train/attention.h"
#include "jtp/train/autocast.h"
#include "jtp/train/linear.h"
#include "jtp/train/recompute.h"

namespace jtp {

VitModule::VitModule(const VitConfig& config, at::TensorOptions options)
    : config_(config), options_(options) {
  const std::int64_t d = config.width, f = config.mlp_width, p = config.patch_size;
  add_linear("patch_embed.proj", {d, 3, p, p});
  add("pos_embed", {1, config.tokens, d});
  for (int i = 0; i < config.depth; ++i) {
    const std::string block = fmt::format("blocks.{}.", i);
    add_norm(block + "norm1");
    add_linear(block + "attn.qkv", {3 * d, d});
    add_linear(block + "attn.proj", {d, d});
    add_norm(block + "norm2");
    add_linear(block + "mlp.fc1", {f, d});
    add_linear(block + "mlp.fc2", {d, f});
  }
  add_norm("norm");
  add("attn_pool.latent", {1, 1, d});
  add_linear("attn_pool.q", {d, d});
  add_linear("attn_pool.kv", {2 * d, d});
  add_linear("attn_pool.proj", {d, d});
  add_norm("attn_pool.norm");
  add_linear("attn_pool.mlp.fc1", {f, d});
  add_linear("attn_pool.mlp.fc2", {d, f});
  add_linear(config.head == HeadKind::kGated ? "head.linear" : "head", {config.logits(), d});
}

void VitModule::add(const std::string& name, at::IntArrayRef shape) {
  index_[name] = parameters_.size();
  parameters_.push_back({name, at::zeros(shape, options_).requires_grad_(true)});
}

void VitModule::add_linear(const std::string& name, at::IntArrayRef shape) {
  add(name + ".weight", shape);
  add(name + ".bias", shape.slice(0, 1));
}

void VitModule::add_norm(const std::string& name) {
  add(name + ".weight", {config_.width});
  add(name + ".bias", {config_.width});
}

const at::Tensor& VitModule::at(const std::string& name) const { return parameters_[index_.at(name)].value; }

at::Tensor VitModule::linear(const std::string& name, const at::Tensor& x) const {
  return jtp::linear(x, at(name + ".weight"), at(name + ".bias"));
}

// In the parameters' element type, whatever the type of the products: LibTorch 1.13 cannot mix types here.
at::Tensor VitModule::layer_norm(const std::string& name, const at::Tensor& x) const {
  const at::Tensor& weight = at(name + ".weight");
  return at::layer_norm(x.to(weight.scalar_type()), {config_.width}, weight, at(name + ".bias"),
                        static_cast<double>(config_.layer_norm_eps));
}

at::Tensor VitModule::mlp(const std::string& name, const at::Tensor& x) const {
  return linear(name + ".fc2", at::gelu(linear(name + ".fc1", x)));
}

// A convolution over patches that do not overlap is a single product. Pixels after the last whole patch are
// ignored.
at::Tensor VitModule::patch_embed(const at::Tensor& pixels) const {
  const std::int64_t n = pixels.size(0), g = config_.grid, p = config_.patch_size;
  const at::Tensor patches = pixels.slice(2, 0, g * p)
                                 .slice(3, 0, g * p)
                                 .reshape({n, 3, g, p, g, p})
                                 .permute({0, 2, 4, 1, 3, 5})
                                 .reshape({n, g * g, 3 * p * p});
  const at::Tensor weight = at("patch_embed.proj.weight").reshape({config_.width, 3 * p * p});
  return jtp::linear(patches, weight, at("patch_embed.proj.bias")) + at("pos_embed");
}

at::Tensor VitModule::encoder_block(int block, const at::Tensor& x,
                                    const std::optional<at::Tensor>& scale) const {
  const std::string name = fmt::format("blocks.{}.", block);
  const std::int64_t n = x.size(0), t = x.size(1);
  const auto scaled = [&](const at::Tensor& branch, std::int64_t which) {
    return scale ? branch * scale->select(0, 2 * block + which).view({n, 1, 1}) : branch;
  };
  const at::Tensor qkv = linear(name + "attn.qkv", layer_norm(name + "norm1", x))
                             .view({n, t, 3, config_.heads, config_.head_dim()});
  const at::Tensor y = x + scaled(linear(name + "attn.proj", self_attention(qkv)), 0);
  return y + scaled(mlp(name + "mlp", layer_norm(name + "norm2", y)), 1);
}

at::Tensor VitModule::attention_pool(const at::Tensor& x) const {
  const std::int64_t n = x.size(0), t = x.size(1), h = config_.heads, d = config_.head_dim();
  const at::Tensor q = linear("attn_pool.q", at("attn_pool.latent")).view({1, 1, h, d}).transpose(1, 2);
  const std::vector<at::Tensor> kv =
      linear("attn_pool.kv", x).view({n, t, 2, h, d}).permute({2, 0, 3, 1, 4}).unbind(0);
  const at::Tensor mixed =
      attention(q.expand({n, h, 1, d}), kv[0], kv[1]).transpose(1, 2).reshape({n, config_.width});
  const at::Tensor y = linear("attn_pool.proj", mixed);
  return y + mlp("attn_pool.mlp", layer_norm("attn_pool.norm", y));
}

std::vector<at::Tensor> VitModule::block_parameters(int block) const {
  const std::string prefix = fmt::format("blocks.{}.", block);
  std::vector<at::Tensor> found;
  for (const Parameter& p : parameters_) {
    if (p.name.starts_with(prefix)) found.push_back(p.value);
  }
  return found;
}

at::Tensor VitModule::pooled(const at::Tensor& pixels, const ForwardOptions& options) const {
  at::Tensor x = patch_embed(pixels);
  for (int i = 0; i < config_.depth; ++i) {
    const auto run = [this, i, scale = options.branch_scale](const at::Tensor& input) {
      return encoder_block(i, input, scale);
    };
    x = options.activations == ActivationStorage::kRecomputed ? recomputed(run, x, block_parameters(i))
                                                              : run(x);
  }
  return attention_pool(layer_norm("norm", x));
}

at::Tensor VitModule::head(const at::Tensor& pooled) const {
  const Autocast in_full({pooled.device().type(), AutocastSettings::Products::kAsStored});
  const std::string name = config_.head == HeadKind::kGated ? "head.linear" : "head";
  return linear(name, pooled.to(at(name + ".weight").scalar_type()));
}

at::Tensor tag_logits(const at::Tensor& outputs, HeadKind head) {
  if (head == HeadKind::kPlain) return outputs;
  const std::int64_t tags = outputs.size(1) / 2;
  const at::Tensor a = outputs.slice(1, 0, tags), b = outputs.slice(1, tags);
  // 1 / (sigmoid(a) sigmoid(b)) - 1 = e^-a + e^-b + e^-(a + b)
  return -at::logsumexp(at::stack({-a, -b, -a - b}), 0);
}

}  // namespace jtp
