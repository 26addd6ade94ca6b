// SPDX-License-Identifier: Apache-2.0
#include "tests/support/tiny_model.h"

#include <fmt/format.h>

#include <cmath>

#include "tests/support/files.h"
#include "tests/support/random.h"

namespace jtp::test {

TinyModel::TinyModel(const Sizes& sizes) : sizes_(sizes) {
  const std::int64_t d = sizes.width, f = sizes.mlp, grid = sizes.image / sizes.patch;
  add("pos_embed", {1, grid * grid, d});
  add_linear("patch_embed.proj", {d, 3, sizes.patch, sizes.patch});
  for (int i = 0; i < sizes.depth; ++i) {
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
  add_linear(sizes.gated ? "head.linear" : "head", {sizes.gated ? 2 * sizes.tags : sizes.tags, d});
}

void TinyModel::add(const std::string& name, Shape shape) {
  std::size_t count = 1;
  for (const std::int64_t n : shape) count *= static_cast<std::size_t>(n);
  Random random(static_cast<std::uint32_t>(tensors.size() + 1));
  tensors[name] = {std::move(shape), random.uniforms(count)};
}

void TinyModel::add_linear(const std::string& name, Shape shape) {
  float fan_in = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) fan_in *= static_cast<float>(shape[i]);
  const std::int64_t outputs = shape[0];
  add(name + ".weight", std::move(shape));
  for (float& v : tensors[name + ".weight"].values) v *= 2 / std::sqrt(fan_in);
  add(name + ".bias", {outputs});
}

void TinyModel::add_norm(const std::string& name) {
  add(name + ".weight", {sizes_.width});
  add(name + ".bias", {sizes_.width});
}

std::filesystem::path TinyModel::write(const std::filesystem::path& folder) const {
  std::vector<NamedTensor> named;
  for (const auto& [name, tensor] : tensors) {
    named.push_back({name, DType::kF32, tensor.shape, std::as_bytes(std::span(tensor.values))});
  }
  write_safetensors(folder / "model.safetensors", named);
  write_text(folder / "config.json",
             fmt::format("{{\"img_size\": {}, \"num_heads\": {}}}", sizes_.image, sizes_.heads));
  std::string tags;
  for (int i = 0; i < sizes_.tags; ++i) tags += fmt::format("{}\"tag_{}\": {}", i == 0 ? "" : ", ", i, i);
  write_text(folder / "tags.json", "{" + tags + "}");
  return folder / "model.safetensors";
}

}  // namespace jtp::test
