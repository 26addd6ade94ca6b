// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/weights.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <utility>

#include "jtp/base/aligned_buffer.h"
#include "jtp/base/error.h"
#include "jtp/model/smoothing.h"

namespace jtp {
namespace {

class WeightLoader {
 public:
  WeightLoader(const SafetensorsFile& file, const VitConfig& config, const Kernels& kernels, ThreadPool& pool)
      : file_(file), config_(config), kernels_(kernels), pool_(pool) {}

  AlignedBuffer<float> vector(const std::string& name, const Shape& shape) const {
    const TensorView& tensor = checked(name, shape);
    AlignedBuffer<float> values(static_cast<std::size_t>(tensor.elements()));
    read(name, tensor, 0, values.span());
    return values;
  }

  NormWeights norm(const std::string& name) const {
    return {vector(name + ".weight", {config_.width}), vector(name + ".bias", {config_.width})};
  }

  // The layer norm `norm_name` and the Linear `linear_name` [outputs, D] behind it, smoothed if it is int8.
  std::pair<NormWeights, Linear> norm_and_linear(const std::string& norm_name, const std::string& linear_name,
                                                 std::int64_t outputs, ElementType type) const {
    const std::int64_t d = config_.width;
    if (type != ElementType::kInt8) return {norm(norm_name), linear(linear_name, {outputs, d}, type)};
    AlignedBuffer<float> weight = vector(norm_name + ".weight", {d}), bias = vector(norm_name + ".bias", {d});
    const std::vector<float> factors = smoothing_factors(
        weight.span(), bias.span(), largest_by_column(linear_name + ".weight", {outputs, d}));
    for (std::size_t j = 0; j < factors.size(); ++j) {
      weight.data()[j] /= factors[j];
      bias.data()[j] /= factors[j];
    }
    Linear smoothed = slice(linear_name, {outputs, d}, {0, outputs}, d, type, factors);
    return {NormWeights{std::move(weight), std::move(bias)}, std::move(smoothed)};
  }

  // `name`.weight with the given shape, seen as [outputs, everything else], and `name`.bias.
  Linear linear(const std::string& name, const Shape& shape, ElementType type) const {
    std::int64_t inputs = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) inputs *= shape[i];
    return slice(name, shape, {0, shape[0]}, inputs, type);
  }

  // Rows `rows` of such a Linear, with column j multiplied by factors[j] unless `factors` is empty.
  Linear slice(const std::string& name, const Shape& shape, IndexRange rows, std::int64_t inputs,
               ElementType type, std::span<const float> factors = {}) const {
    const TensorView& weight = checked(name + ".weight", shape);
    const AlignedBuffer<float> bias = vector(name + ".bias", {shape[0]});
    const auto read_rows = [&](std::int64_t first, std::int64_t count, std::span<float> out) {
      const std::span<float> part = out.first(static_cast<std::size_t>(count * inputs));
      read(name + ".weight", weight, (rows.begin + first) * inputs, part);
      if (factors.empty()) return;
      for (std::size_t i = 0; i < part.size(); ++i) part[i] *= factors[i % factors.size()];
    };
    const auto part = bias.span().subspan(static_cast<std::size_t>(rows.begin),
                                          static_cast<std::size_t>(rows.end - rows.begin));
    Linear linear(kernels_, pool_, type, rows.end - rows.begin, inputs, read_rows, part);
    file_.release(weight);
    return linear;
  }

  AttentionPoolWeights attention_pool() const {
    const std::int64_t d = config_.width, f = config_.mlp_width;
    AttentionPoolWeights pool;
    pool.query_keys = query_keys();
    for (int head = 0; head < config_.heads; ++head) {
      const std::int64_t first = d + static_cast<std::int64_t>(head) * config_.head_dim();
      pool.values.push_back(
          slice("attn_pool.kv", {2 * d, d}, {first, first + config_.head_dim()}, d, ElementType::kF32));
    }
    pool.proj = linear("attn_pool.proj", {d, d}, ElementType::kF32);
    pool.norm = norm("attn_pool.norm");
    pool.mlp_fc1 = linear("attn_pool.mlp.fc1", {f, d}, ElementType::kF32);
    pool.mlp_fc2 = linear("attn_pool.mlp.fc2", {d, f}, ElementType::kF32);
    return pool;
  }

 private:
  // max |W[:, j]| of a tensor [rows, D].
  std::vector<float> largest_by_column(const std::string& name, const Shape& shape) const {
    const TensorView& tensor = checked(name, shape);
    std::vector<float> largest(static_cast<std::size_t>(shape[1])), row(largest.size());
    for (std::int64_t i = 0; i < shape[0]; ++i) {
      read(name, tensor, i * shape[1], row);
      for (std::size_t j = 0; j < row.size(); ++j) largest[j] = std::max(largest[j], std::abs(row[j]));
    }
    return largest;
  }

  const TensorView& checked(const std::string& name, const Shape& shape) const {
    const TensorView& tensor = file_.at(name);
    if (tensor.shape != shape) {
      fail(ErrorKind::kModel, "{}: tensor {} has shape {}, expected {}", file_.path().string(), name,
           to_string(tensor.shape), to_string(shape));
    }
    return tensor;
  }

  void read(const std::string& name, const TensorView& tensor, std::int64_t first,
            std::span<float> out) const {
    tensor.copy_floats(first, out);
    const auto bad = std::find_if(out.begin(), out.end(), [](float v) { return !std::isfinite(v); });
    if (bad != out.end()) {
      fail(ErrorKind::kModel, "{}: tensor {}: element {} is {}", file_.path().string(), name,
           first + (bad - out.begin()), *bad);
    }
  }

  // See AttentionPoolWeights. Accumulated in float64, because it replaces two products by one.
  Linear query_keys() const {
    const std::int64_t d = config_.width, head_dim = config_.head_dim();
    const std::vector<double> query = constant_query();
    const TensorView& kv = checked("attn_pool.kv.weight", {2 * d, d});
    std::vector<double> folded(static_cast<std::size_t>(config_.heads * d));
    std::vector<float> row(static_cast<std::size_t>(d));
    for (std::int64_t i = 0; i < d; ++i) {
      read("attn_pool.kv.weight", kv, i * d, row);
      double* sums = folded.data() + i / head_dim * d;
      const double q = query[static_cast<std::size_t>(i)] / std::sqrt(static_cast<double>(head_dim));
      for (std::int64_t j = 0; j < d; ++j) sums[j] += q * row[static_cast<std::size_t>(j)];
    }
    const auto read_rows = [&](std::int64_t first, std::int64_t count, std::span<float> out) {
      std::copy_n(folded.begin() + first * d, count * d, out.begin());
    };
    return {kernels_, pool_, ElementType::kF32, config_.heads, d, read_rows, {}};
  }

  // q = attn_pool.q(latent)
  std::vector<double> constant_query() const {
    const std::int64_t d = config_.width;
    const AlignedBuffer<float> latent = vector("attn_pool.latent", {1, 1, d});
    const AlignedBuffer<float> bias = vector("attn_pool.q.bias", {d});
    const TensorView& weight = checked("attn_pool.q.weight", {d, d});
    std::vector<double> query(bias.data(), bias.data() + bias.size());
    std::vector<float> row(static_cast<std::size_t>(d));
    for (std::int64_t i = 0; i < d; ++i) {
      read("attn_pool.q.weight", weight, i * d, row);
      for (std::int64_t j = 0; j < d; ++j) {
        query[static_cast<std::size_t>(i)] +=
            static_cast<double>(row[static_cast<std::size_t>(j)]) * latent.data()[j];
      }
    }
    return query;
  }

  const SafetensorsFile& file_;
  const VitConfig& config_;
  const Kernels& kernels_;
  ThreadPool& pool_;
};

}  // namespace

VitWeights load_vit_weights(const SafetensorsFile& file, const VitConfig& config, const Kernels& kernels,
                            BlockTypes types, ThreadPool& pool) {
  const WeightLoader load(file, config, kernels, pool);
  const std::int64_t d = config.width, f = config.mlp_width, p = config.patch_size;
  if (types.quantized() && std::max(d, f) > kMaxInt8Terms) {
    fail(ErrorKind::kUnsupported, "{}: int8 products are limited to {} terms, this network has {}",
         file.path().string(), kMaxInt8Terms, std::max(d, f));
  }
  VitWeights weights;
  weights.patch_embed_proj = load.linear("patch_embed.proj", {d, 3, p, p}, types.between);
  weights.pos_embed = load.vector("pos_embed", {1, config.tokens, d});
  for (int i = 0; i < config.depth; ++i) {
    const std::string name = "blocks." + std::to_string(i);
    BlockWeights& block = weights.blocks.emplace_back();
    std::tie(block.norm1, block.attn_qkv) =
        load.norm_and_linear(name + ".norm1", name + ".attn.qkv", 3 * d, types.linear);
    block.attn_proj = load.linear(name + ".attn.proj", {d, d}, types.linear);
    std::tie(block.norm2, block.mlp_fc1) =
        load.norm_and_linear(name + ".norm2", name + ".mlp.fc1", f, types.linear);
    block.mlp_fc2 = load.linear(name + ".mlp.fc2", {d, f}, types.linear);
  }
  weights.norm = load.norm("norm");
  weights.attn_pool = load.attention_pool();
  const std::string head = config.head == HeadKind::kGated ? "head.linear" : "head";
  weights.head = load.linear(head, {config.logits(), d}, ElementType::kF32);
  return weights;
}

}  // namespace jtp
