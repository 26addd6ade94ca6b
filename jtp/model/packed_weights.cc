// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/packed_weights.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/model/checksum.h"

namespace jtp {
namespace {

using Metadata = std::map<std::string, std::string>;

constexpr const char* kChecksumKey = "jtp.checksum";

struct LinearSize {
  std::int64_t outputs;
  std::int64_t inputs;
  ElementType type;
  std::int64_t biases;  // outputs or 0
};

LinearSize linear_size(std::int64_t outputs, std::int64_t inputs, ElementType type = ElementType::kF32) {
  return {outputs, inputs, type, outputs};
}

template <typename Norm, typename Visit>
void visit_norm(const std::string& name, Norm& norm, std::int64_t width, Visit& visit) {
  visit(name + ".weight", norm.weight, width);
  visit(name + ".bias", norm.bias, width);
}

template <typename Block, typename Visit>
void visit_block(const std::string& name, Block& block, const PackedFormat& format, Visit& visit) {
  const std::int64_t d = format.config.width, f = format.config.mlp_width;
  const ElementType type = format.types.linear;
  visit_norm(name + ".norm1", block.norm1, d, visit);
  visit(name + ".attn.qkv", block.attn_qkv, linear_size(3 * d, d, type));
  visit(name + ".attn.proj", block.attn_proj, linear_size(d, d, type));
  visit_norm(name + ".norm2", block.norm2, d, visit);
  visit(name + ".mlp.fc1", block.mlp_fc1, linear_size(f, d, type));
  visit(name + ".mlp.fc2", block.mlp_fc2, linear_size(d, f, type));
}

template <typename Pool, typename Visit>
void visit_attention_pool(Pool& pool, const VitConfig& c, Visit& visit) {
  const std::int64_t d = c.width, f = c.mlp_width;
  visit("attn_pool.query_keys", pool.query_keys, LinearSize{c.heads, d, ElementType::kF32, 0});
  for (std::size_t head = 0; head < pool.values.size(); ++head) {
    visit(fmt::format("attn_pool.values.{}", head), pool.values[head], linear_size(c.head_dim(), d));
  }
  visit("attn_pool.proj", pool.proj, linear_size(d, d));
  visit_norm("attn_pool.norm", pool.norm, d, visit);
  visit("attn_pool.mlp.fc1", pool.mlp_fc1, linear_size(f, d));
  visit("attn_pool.mlp.fc2", pool.mlp_fc2, linear_size(d, f));
}

// Calls visit(name, Linear&, LinearSize) or visit(name, SharedArray<float>&, elements) for every member of
// `weights`: the only list of them, used for writing (const) and for reading (vectors must have the right
// length).
template <typename Weights, typename Visit>
void for_each_weight(Weights& weights, const PackedFormat& format, Visit& visit) {
  const VitConfig& c = format.config;
  const std::int64_t d = c.width, patch = 3LL * c.patch_size * c.patch_size;
  visit("patch_embed.proj", weights.patch_embed_proj, linear_size(d, patch, format.types.between));
  visit("pos_embed", weights.pos_embed, c.tokens * d);
  for (std::size_t i = 0; i < weights.blocks.size(); ++i) {
    visit_block(fmt::format("blocks.{}", i), weights.blocks[i], format, visit);
  }
  visit_norm("norm", weights.norm, d, visit);
  visit_attention_pool(weights.attn_pool, c, visit);
  visit("head", weights.head, linear_size(c.logits(), d));
}

// The tensors in the order of the file: first packed Linears, each a multiple of a cache line and therefore
// aligned to it; then the floats.
class TensorList {
 public:
  void operator()(const std::string& name, const Linear& linear, LinearSize size) {
    add(packed_, name + ".packed", DType::kU8, linear.packed().span());
    if (size.biases > 0) (*this)(name + ".bias", linear.bias(), size.biases);
  }
  void operator()(const std::string& name, const SharedArray<float>& values, std::int64_t) {
    add(floats_, name, DType::kF32, std::as_bytes(values.span()));
  }
  std::vector<NamedTensor> take() {
    packed_.insert(packed_.end(), floats_.begin(), floats_.end());
    return std::move(packed_);
  }

 private:
  static void add(std::vector<NamedTensor>& list, std::string name, DType dtype,
                  std::span<const std::byte> bytes) {
    const auto elements = static_cast<std::int64_t>(bytes.size() / size_of(dtype));
    list.push_back({std::move(name), dtype, {elements}, bytes});
  }

  std::vector<NamedTensor> packed_;
  std::vector<NamedTensor> floats_;
};

std::vector<NamedTensor> tensors_of(const VitWeights& weights, const PackedFormat& format) {
  TensorList list;
  for_each_weight(weights, format, list);
  return list.take();
}

// Points every weight to its tensor in the file.
class WeightMapper {
 public:
  WeightMapper(const std::shared_ptr<const SafetensorsFile>& file, std::int64_t panel)
      : file_(file), panel_(panel) {}

  void operator()(const std::string& name, Linear& linear, LinearSize size) const {
    const PackedMatrix matrix = {.type = size.type, .n = size.outputs, .k = size.inputs, .panel = panel_};
    SharedArray<float> bias;
    if (size.biases > 0) (*this)(name + ".bias", bias, size.biases);
    linear = Linear(matrix, {file_, checked(name + ".packed", DType::kU8, packed_bytes(matrix), 64)},
                    std::move(bias));
  }

  void operator()(const std::string& name, SharedArray<float>& values, std::int64_t size) const {
    const auto bytes =
        checked(name, DType::kF32, static_cast<std::size_t>(size) * sizeof(float), sizeof(float));
    values = {file_, {reinterpret_cast<const float*>(bytes.data()), static_cast<std::size_t>(size)}};
  }

 private:
  std::span<const std::byte> checked(const std::string& name, DType dtype, std::size_t bytes,
                                     std::size_t alignment) const {
    const TensorView& tensor = file_->at(name);
    if (tensor.dtype != dtype || tensor.bytes.size() != bytes) {
      fail(ErrorKind::kModel, "{}: tensor {} has {} bytes of {}, expected {} of {}", file_->path().string(),
           name, tensor.bytes.size(), to_string(tensor.dtype), bytes, to_string(dtype));
    }
    if (reinterpret_cast<std::uintptr_t>(tensor.bytes.data()) % alignment != 0) {
      fail(ErrorKind::kModel, "{}: tensor {} is not aligned to {} bytes", file_->path().string(), name,
           alignment);
    }
    return tensor.bytes;
  }

  const std::shared_ptr<const SafetensorsFile>& file_;
  std::int64_t panel_;
};

// The checksum of the metadata (except the checksum itself) and of the data in their order.
std::string checksum_text(const Metadata& metadata, std::span<const NamedTensor> tensors, ThreadPool& pool) {
  std::string header;
  for (const auto& [key, value] : metadata) {
    if (key != kChecksumKey) header += fmt::format("{}={}\n", key, value);
  }
  std::vector<std::span<const std::byte>> parts = {std::as_bytes(std::span(header))};
  for (const NamedTensor& tensor : tensors) parts.push_back(tensor.bytes);
  return fmt::format("{:016x}", checksum(parts, pool));
}

}  // namespace

VitWeights map_packed_weights(const std::shared_ptr<const SafetensorsFile>& file, const PackedFormat& format,
                              ThreadPool& pool) {
  VitWeights weights;
  weights.blocks.resize(static_cast<std::size_t>(format.config.depth));
  weights.attn_pool.values.resize(static_cast<std::size_t>(format.config.heads));
  WeightMapper mapper(file, format.panel);
  for_each_weight(weights, format, mapper);
  const std::vector<NamedTensor> tensors = tensors_of(weights, format);
  if (tensors.size() != file->tensors().size()) {
    fail(ErrorKind::kModel, "{}: {} tensors, expected {}", file->path().string(), file->tensors().size(),
         tensors.size());
  }
  const auto stored = file->metadata().find(kChecksumKey);
  if (stored == file->metadata().end() || stored->second != checksum_text(file->metadata(), tensors, pool)) {
    fail(ErrorKind::kModel, "{}: the file is damaged: its checksum does not match", file->path().string());
  }
  return weights;
}

void write_packed_weights(const std::filesystem::path& path, const PackedFormat& format,
                          const VitWeights& weights, ThreadPool& pool) {
  const std::vector<NamedTensor> tensors = tensors_of(weights, format);
  Metadata metadata = to_metadata(format);
  metadata[kChecksumKey] = checksum_text(metadata, tensors, pool);
  write_safetensors(path, tensors, metadata);
}

std::uint64_t size_of(const VitWeights& weights, const PackedFormat& format) {
  std::uint64_t total = 0;
  for (const NamedTensor& tensor : tensors_of(weights, format)) total += tensor.bytes.size();
  return total;
}

}  // namespace jtp
