// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/random_model.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>
#include <system_error>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/files/safetensors.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

struct Sizes {
  std::int64_t image, patch, tokens, width, depth, heads, mlp, tags;
};
constexpr Sizes kSo400m = {384, 14, 729, 1152, 27, 16, 4304, 9083};
constexpr Sizes kTiny = {56, 14, 16, 144, 2, 2, 538, 37};

// Knuth's 64-bit linear congruential generator: integers only, so that results do not depend on a library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint32_t bits() {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint32_t>(state_ >> 32);
  }

  // Mean 0, deviation 1: the sum of four uniform 16-bit numbers.
  double normal() {
    constexpr double kMean = 4 * 32767.5, kDeviation = 37837.226;  // sqrt(4 (2^32 - 1) / 12)
    const std::uint32_t a = bits(), b = bits();
    return ((a >> 16) + (a & 0xFFFFU) + (b >> 16) + (b & 0xFFFFU) - kMean) / kDeviation;
  }

  float uniform() { return static_cast<float>(bits() >> 8) * 0x1p-23F - 1.0F; }

 private:
  std::uint64_t state_;
};

class RandomModel {
 public:
  RandomModel(const Sizes& s, std::uint64_t seed, RandomChannels channels) : random_(seed) {
    const std::int64_t d = s.width;
    add("pos_embed", {1, s.tokens, d}, {.deviation = 0.5});
    linear("patch_embed.proj", {d, 3, s.patch, s.patch});
    for (std::int64_t i = 0; i < s.depth; ++i) {
      const std::string block = fmt::format("blocks.{}.", i);
      norm(block + "norm1", d);
      linear(block + "attn.qkv", {3 * d, d});
      linear(block + "attn.proj", {d, d});
      norm(block + "norm2", d);
      linear(block + "mlp.fc1", {s.mlp, d});
      linear(block + "mlp.fc2", {d, s.mlp});
    }
    if (channels != RandomChannels::kEven)
      scale_channels({"norm1.weight", "norm2.weight", "norm1.bias", "norm2.bias"}, 16);
    if (channels == RandomChannels::kBalancedOutliers)
      scale_channels({"qkv.weight", "fc1.weight"}, 1.0F / 16);
    norm("norm", d);
    add("attn_pool.latent", {1, 1, d}, {.deviation = 1});
    linear("attn_pool.q", {d, d});
    linear("attn_pool.kv", {2 * d, d});
    linear("attn_pool.proj", {d, d});
    norm("attn_pool.norm", d);
    linear("attn_pool.mlp.fc1", {s.mlp, d});
    linear("attn_pool.mlp.fc2", {d, s.mlp});
    linear("head", {s.tags, d});
  }

  void write(const fs::path& path) const {
    std::vector<NamedTensor> tensors;
    for (const auto& [name, shape, values] : tensors_) {
      tensors.push_back({name, DType::kF32, shape, std::as_bytes(std::span(values))});
    }
    write_safetensors(path, tensors, {{"format", "pt"}});
  }

 private:
  struct Distribution {
    double mean = 0;
    double deviation = 1;
  };

  void add(const std::string& name, const Shape& shape, Distribution distribution) {
    std::size_t count = 1;
    for (const std::int64_t n : shape) count *= static_cast<std::size_t>(n);
    std::vector<float> values(count);
    for (float& v : values)
      v = static_cast<float>(distribution.mean + distribution.deviation * random_.normal());
    tensors_.push_back({name, shape, std::move(values)});
  }

  void linear(const std::string& name, const Shape& shape) {
    double fan_in = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) fan_in *= static_cast<double>(shape[i]);
    add(name + ".weight", shape, {.deviation = 1 / std::sqrt(fan_in)});
    add(name + ".bias", {shape[0]}, {.deviation = 0.1});
  }

  void norm(const std::string& name, std::int64_t width) {
    add(name + ".weight", {width}, {.mean = 1, .deviation = 0.1});
    add(name + ".bias", {width}, {.deviation = 0.1});
  }

  // Multiplies 8 channels, evenly spaced along the last axis, of the existing tensors whose names have one of
  // these endings.
  void scale_channels(std::initializer_list<std::string_view> endings, float factor) {
    for (Tensor& tensor : tensors_) {
      const auto ends_tensor = [&](std::string_view ending) { return tensor.name.ends_with(ending); };
      if (std::none_of(endings.begin(), endings.end(), ends_tensor)) continue;
      const auto distance = static_cast<std::size_t>(tensor.shape.back()) / 8;
      for (std::size_t j = distance / 2; j < tensor.values.size(); j += distance) tensor.values[j] *= factor;
    }
  }

  struct Tensor {
    std::string name;
    Shape shape;
    std::vector<float> values;
  };
  Random random_;
  std::vector<Tensor> tensors_;
};

}  // namespace

fs::path write_random_model(RandomModelSize size, std::uint64_t seed, const fs::path& folder,
                            RandomChannels channels) {
  const Sizes& s = size == RandomModelSize::kTiny ? kTiny : kSo400m;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) fail(ErrorKind::kIo, "{}: {}", folder.string(), error.message());
  const fs::path weights = folder / "model.safetensors";
  RandomModel(s, seed, channels).write(weights);
  std::string tags;
  for (std::int64_t i = 0; i < s.tags; ++i) tags += fmt::format("{}\"tag_{}\": {}", i == 0 ? "" : ", ", i, i);
  write_file_atomically(folder / "tags.json", "{" + tags + "}");
  write_file_atomically(folder / "config.json",
                        fmt::format("{{\"img_size\": {}, \"num_heads\": {}}}\n", s.image, s.heads));
  return weights;
}

std::vector<float> random_pixels(const VitConfig& config, std::uint64_t seed) {
  const auto side = static_cast<std::size_t>(config.image_size);
  std::vector<float> pixels(3 * side * side);
  Random random(seed);
  for (float& v : pixels) v = random.uniform();
  return pixels;
}

}  // namespace jtp
