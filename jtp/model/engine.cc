// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/engine.h"

#include <utility>

#include "jtp/base/error.h"
#include "jtp/model/safetensors.h"
#include "jtp/model/vit.h"
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

class CpuEngine : public Engine {
 public:
  CpuEngine(std::shared_ptr<const Model> model, int threads)
      : model_(std::move(model)),
        pool_(threads),
        activations_(config(), types(), attention_scratch(), pool_.threads()),
        vit_(config(), model_->weights(), model_->kernels(), pool_, activations_) {}

  const VitConfig& config() const override { return model_->config(); }

  void forward(std::span<const float> pixels, std::span<float> scores, const Observer& observer) override {
    const auto side = static_cast<std::size_t>(config().image_size);
    if (pixels.size() != 3 * side * side || scores.size() != static_cast<std::size_t>(config().num_tags)) {
      fail(ErrorKind::kInternal, "forward: {} pixels and {} scores, expected {} and {}", pixels.size(),
           scores.size(), 3 * side * side, config().num_tags);
    }
    vit_.forward(pixels, scores, observer);
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
                                         Precision precision, int threads) {
  return load(weights, config_json, precision, threads, kernels_for(active_isa()));
}

std::shared_ptr<const Model> Model::load(const std::filesystem::path& weights,
                                         const std::optional<std::filesystem::path>& config_json,
                                         Precision precision, int threads, const Kernels& kernels) {
  const SafetensorsFile file(weights);
  std::shared_ptr<Model> model(new Model(kernels));
  model->config_ = read_vit_config(file, config_json);
  model->precision_ = precision;
  ThreadPool pool(threads);
  model->weights_ = std::make_unique<const VitWeights>(
      load_vit_weights(file, model->config_, model->kernels_, block_types(precision, model->kernels_), pool));
  return model;
}

std::unique_ptr<Engine> make_engine(std::shared_ptr<const Model> model, int threads) {
  return std::make_unique<CpuEngine>(std::move(model), threads);
}

}  // namespace jtp
