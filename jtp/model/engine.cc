// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/engine.h"

#include <string_view>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/files/safetensors.h"
#include "jtp/model/model_files.h"
#include "jtp/model/packed_weights.h"
#include "jtp/model/vit.h"
#include "jtp/model/weight_cache.h"
#include "jtp/model/weights.h"

namespace jtp {
namespace {

BlockTypes block_types(Precision precision, const Kernels& kernels) {
  switch (precision) {
    case Precision::kF32:
      return {ElementType::kF32, ElementType::kF32};
    case Precision::kBf16:
      return {ElementType::kBf16, ElementType::kBf16};
    case Precision::kInt8:
      return {ElementType::kInt8, kernels.half};
  }
  return {};
}

PackedFormat format_of(const VitConfig& config, Precision precision, const Kernels& kernels,
                       const std::string& source_hash) {
  return {.config = config,
          .precision = precision,
          .types = block_types(precision, kernels),
          .panel = kernels.panel,
          .model_sha256 = source_hash};
}

// Throws unless the file fits the requested precision and the kernels of this machine.
void check_packed(const SafetensorsFile& file, const PackedFormat& format, std::optional<Precision> wanted,
                  const Kernels& kernels) {
  if (wanted.value_or(format.precision) != format.precision) {
    fail(ErrorKind::kUsage, "{}: packed for {}; the precision cannot be changed to {}", file.path().string(),
         to_string(format.precision), to_string(*wanted));
  }
  if (format != format_of(format.config, format.precision, kernels, format.model_sha256)) {
    fail(ErrorKind::kModel,
         "{}: packed for another instruction set than {}; run 'jtp convert' on the original model on this "
         "machine",
         file.path().string(), to_string(kernels.isa));
  }
}

void check_sizes(const VitConfig& config, std::span<const float> pixels, const ForwardOutputs& outputs) {
  const auto check = [](std::string_view what, std::size_t size, std::int64_t expected) {
    if (size != static_cast<std::size_t>(expected))
      fail(ErrorKind::kInternal, "forward: {} {}, expected {}", size, what, expected);
  };
  const std::int64_t side = config.image_size, width = config.width;
  check("pixels", pixels.size(), 3 * side * side);
  check("scores", outputs.scores.size(), config.num_tags);
  if (!outputs.pooled.empty()) check("pooled", outputs.pooled.size(), width);
  if (!outputs.features.empty()) check("features", outputs.features.size(), config.tokens * width);
}

class CpuEngine : public Engine {
 public:
  CpuEngine(std::shared_ptr<const Model> model, int threads)
      : model_(std::move(model)),
        pool_(threads),
        activations_(config(), types(), attention_scratch(), pool_.threads()),
        vit_(config(), model_->weights(), model_->kernels(), pool_, activations_) {}

  const VitConfig& config() const override { return model_->config(); }

  void forward(std::span<const float> pixels, const ForwardOutputs& outputs,
               const Observer& observer) override {
    check_sizes(config(), pixels, outputs);
    vit_.forward(pixels, outputs, observer);
  }

 private:
  BlockTypes types() const { return block_types(model_->precision(), model_->kernels()); }

  std::size_t attention_scratch() const {
    const Attention attention = {.tokens = config().tokens,
                                 .width = config().width,
                                 .head_dim = config().head_dim(),
                                 .type = types().between};
    return model_->kernels().attention_scratch(attention) / 64 * 64 + 64;
  }

  std::shared_ptr<const Model> model_;
  ThreadPool pool_;
  Activations activations_;
  Vit vit_;
};

}  // namespace

std::string_view to_string(Precision precision) {
  switch (precision) {
    case Precision::kF32:
      return "f32";
    case Precision::kBf16:
      return "bf16";
    case Precision::kInt8:
      return "int8";
  }
  return "f32";
}

Precision default_precision() {
  return active_isa() == Isa::kAvx512Bf16 ? Precision::kBf16 : Precision::kF32;
}

Model::Model(const Kernels& kernels) : kernels_(kernels) {}
Model::~Model() = default;

std::shared_ptr<const Model> Model::load(const std::filesystem::path& weights,
                                         const std::optional<std::filesystem::path>& config_json,
                                         std::optional<Precision> precision, int threads,
                                         const std::optional<CacheOptions>& cache) {
  const auto file = std::make_shared<const SafetensorsFile>(weights);
  std::shared_ptr<Model> model(new Model(kernels_for(active_isa())));
  ThreadPool pool(threads);
  if (is_packed(*file)) {
    const PackedFormat format = read_packed_format(*file);
    check_packed(*file, format, precision, model->kernels_);
    model->set(format, map_packed_weights(file, format, pool));
    return model;
  }
  PackedFormat format = format_of(read_vit_config(*file, config_json),
                                  precision.value_or(default_precision()), model->kernels_, {});
  if (cache) {
    format.model_sha256 = model_hash(weights, cache->folder);
    if (auto cached = load_cached_weights(*cache, format, pool)) {
      model->set(format, *std::move(cached));
      return model;
    }
  }
  model->set(format, load_vit_weights(*file, format.config, model->kernels_, format.types, pool));
  if (cache) store_cached_weights(*cache, format, *model->weights_, pool);
  return model;
}

std::shared_ptr<const Model> Model::load(const std::filesystem::path& weights,
                                         const std::optional<std::filesystem::path>& config_json,
                                         Precision precision, int threads, const Kernels& kernels) {
  const SafetensorsFile file(weights);
  std::shared_ptr<Model> model(new Model(kernels));
  ThreadPool pool(threads);
  const PackedFormat format = format_of(read_vit_config(file, config_json), precision, kernels, {});
  model->set(format, load_vit_weights(file, format.config, kernels, format.types, pool));
  return model;
}

void Model::set(const PackedFormat& format, VitWeights weights) {
  config_ = format.config;
  precision_ = format.precision;
  source_hash_ = format.model_sha256;
  weights_ = std::make_unique<const VitWeights>(std::move(weights));
}

void Model::save_packed(const std::filesystem::path& path, const std::string& source_hash,
                        int threads) const {
  ThreadPool pool(threads);
  write_packed_weights(path, format_of(config_, precision_, kernels_, source_hash), *weights_, pool);
}

std::unique_ptr<Engine> make_engine(std::shared_ptr<const Model> model, int threads) {
  return std::make_unique<CpuEngine>(std::move(model), threads);
}

}  // namespace jtp
