// SPDX-License-Identifier: Apache-2.0
// make_random_model so400m|tiny FOLDER [SEED]
//
// Writes a model of the published size with random weights (N(0, 1 / fan-in), norms near 1, tags named tag_0
// ...), so that speed and memory can be measured without the published files. `tiny` is the same with two
// small blocks.
#include <fmt/core.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/model/safetensors.h"

namespace jtp {
namespace {

struct Sizes {
  std::int64_t image, patch, tokens, width, depth, heads, mlp, tags;
};
constexpr Sizes kSo400m = {384, 14, 729, 1152, 27, 16, 4304, 9083};
constexpr Sizes kTiny = {56, 14, 16, 144, 2, 2, 538, 37};

class RandomModel {
 public:
  RandomModel(const Sizes& s, unsigned seed) : random_(seed) {
    const std::int64_t d = s.width;
    add("pos_embed", {1, s.tokens, d}, 0.5F);
    weight_and_bias("patch_embed.proj", {d, 3, s.patch, s.patch});
    for (std::int64_t i = 0; i < s.depth; ++i) {
      const std::string block = fmt::format("blocks.{}.", i);
      norm(block + "norm1", d);
      weight_and_bias(block + "attn.qkv", {3 * d, d});
      weight_and_bias(block + "attn.proj", {d, d});
      norm(block + "norm2", d);
      weight_and_bias(block + "mlp.fc1", {s.mlp, d});
      weight_and_bias(block + "mlp.fc2", {d, s.mlp});
    }
    norm("norm", d);
    add("attn_pool.latent", {1, 1, d}, 1.0F);
    weight_and_bias("attn_pool.q", {d, d});
    weight_and_bias("attn_pool.kv", {2 * d, d});
    weight_and_bias("attn_pool.proj", {d, d});
    norm("attn_pool.norm", d);
    weight_and_bias("attn_pool.mlp.fc1", {s.mlp, d});
    weight_and_bias("attn_pool.mlp.fc2", {d, s.mlp});
    weight_and_bias("head", {s.tags, d});
  }

  void write(const std::filesystem::path& path) const {
    std::vector<NamedTensor> tensors;
    for (const auto& [name, shape, values] : tensors_) {
      tensors.push_back({name, DType::kF32, shape, std::as_bytes(std::span(values))});
    }
    write_safetensors(path, tensors, {{"format", "pt"}});
  }

 private:
  void add(const std::string& name, const Shape& shape, float deviation, float mean = 0) {
    std::size_t count = 1;
    for (const std::int64_t n : shape) count *= static_cast<std::size_t>(n);
    std::vector<float> values(count);
    std::normal_distribution<float> normal(mean, deviation);
    for (float& v : values) v = normal(random_);
    tensors_.push_back({name, shape, std::move(values)});
  }

  void weight_and_bias(const std::string& name, const Shape& shape) {
    float fan_in = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) fan_in *= static_cast<float>(shape[i]);
    add(name + ".weight", shape, 1.0F / std::sqrt(fan_in));
    add(name + ".bias", {shape[0]}, 0.1F);
  }

  void norm(const std::string& name, std::int64_t width) {
    add(name + ".weight", {width}, 0.1F, 1.0F);
    add(name + ".bias", {width}, 0.1F);
  }

  struct Tensor {
    std::string name;
    Shape shape;
    std::vector<float> values;
  };
  std::mt19937 random_;
  std::vector<Tensor> tensors_;
};

int run(const std::string& size, const std::filesystem::path& folder, unsigned seed) {
  const Sizes& s = size == "tiny" ? kTiny : kSo400m;
  std::filesystem::create_directories(folder);
  RandomModel(s, seed).write(folder / "model.safetensors");
  std::string tags;
  for (std::int64_t i = 0; i < s.tags; ++i) tags += fmt::format("{}\"tag_{}\": {}", i == 0 ? "" : ", ", i, i);
  write_file_atomically(folder / "tags.json", "{" + tags + "}");
  write_file_atomically(folder / "config.json",
                        fmt::format("{{\"img_size\": {}, \"num_heads\": {}}}\n", s.image, s.heads));
  return 0;
}

}  // namespace
}  // namespace jtp

int main(int argc, char** argv) {
  const std::string size = argc > 1 ? argv[1] : "";
  if (argc < 3 || argc > 4 || (size != "so400m" && size != "tiny")) {
    std::fputs("usage: make_random_model so400m|tiny FOLDER [SEED]\n", stderr);
    return 2;
  }
  try {
    return jtp::run(size, argv[2], argc > 3 ? static_cast<unsigned>(std::stoul(argv[3])) : 1);
  } catch (const std::exception& error) {
    fmt::print(stderr, "make_random_model: {}\n", error.what());
    return 1;
  }
}
