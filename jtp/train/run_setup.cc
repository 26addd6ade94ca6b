// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/run_setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/thread_pool.h"
#include "jtp/train/parameter_rates.h"

namespace jtp {

LoaderOptions loader_options(const TrainConfig& config) {
  LoaderOptions o;
  o.side = config.model.image_size;
  o.threads = config.data.decode_threads;
  o.cache_bytes = config.data.cache_megabytes << 20;
  return o;
}

PixelPass pixel_pass(const TrainConfig& config, const AutocastSettings& autocast, OnBroken on_broken) {
  LoaderOptions loader = loader_options(config);
  loader.cache_bytes = 0;  // a pass reads each picture only once
  return {loader, config.validation.batch, autocast, std::move(on_broken)};
}

std::optional<Teacher> load_teacher(const TrainConfig& config, const VitModule& learner) {
  if (config.distillation.teacher.empty()) return std::nullopt;
  if (config.model.trained == TrainedPart::kHeadOnly) {
    fail(ErrorKind::kUsage,
         "distillation.teacher needs pixels, but model.train = \"head\" trains on features; remove one of "
         "them");
  }
  return Teacher(config.distillation.teacher, learner.config(), learner.parameters().front().value.device());
}

RunIdentity run_identity(const TrainConfig& c, const std::string& tag_list_sha256, std::int64_t pictures,
                         const std::optional<Teacher>& teacher) {
  return {{"tags", tag_list_sha256},
          {"pictures", std::to_string(pictures)},
          {"schedule.seed", std::to_string(c.schedule.seed)},
          {"schedule.batch", std::to_string(c.schedule.batch)},
          {"model.head", c.model.head == HeadKind::kGated ? "gated" : "linear"},
          {"distillation",
           teacher ? fmt::format("{:.2f} of {}", c.distillation.share, teacher->sha256()) : "none"},
          {"model.train", c.model.trained == TrainedPart::kHeadOnly ? "head" : "all"},
          {"model",
           fmt::format("{} px, patch {}, width {}, {} blocks, {} heads, MLP {}", c.model.image_size,
                       c.model.patch_size, c.model.width, c.model.depth, c.model.heads, c.model.mlp_width)}};
}

std::int64_t last_step(const ScheduleConfig& schedule, std::int64_t pictures) {
  const double steps =
      std::ceil(schedule.epochs * static_cast<double>(pictures) / static_cast<double>(schedule.batch));
  if (schedule.epochs <= 0) return schedule.steps;
  const auto by_epochs = static_cast<std::int64_t>(std::min(steps, 1e15));
  return schedule.steps > 0 ? std::min(schedule.steps, by_epochs) : by_epochs;
}

at::Device device_of(const TrainConfig& config, int local_rank) {
  if (config.compute.device == DeviceKind::kCpu) return at::kCPU;
  return {at::kCUDA, static_cast<c10::DeviceIndex>(local_rank)};
}

at::ScalarType type_of(WeightsType weights) {
  switch (weights) {
    case WeightsType::kF16:
      return at::kHalf;
    case WeightsType::kBf16:
      return at::kBFloat16;
    default:
      return at::kFloat;
  }
}

int network_threads(const TrainConfig& config) {
  return config.compute.threads > 0 ? config.compute.threads : available_cpus();
}

StepOptions step_options(const TrainConfig& config, const at::Device& device) {
  StepOptions o;
  if (config.model.trained == TrainedPart::kHeadOnly) o.input = InputKind::kFeatures;
  if (config.compute.activations == ActivationUse::kRecompute) o.activations = ActivationStorage::kRecomputed;
  o.autocast.device = device.type();
  if (config.compute.arithmetic == Arithmetic::kBf16) o.autocast.products = AutocastSettings::Products::kBf16;
  o.drop_path = config.model.drop_path;
  o.seed = config.schedule.seed;
  o.global_batch = config.schedule.batch;
  return o;
}

std::vector<std::string> trained_names(const VitModule& module, TrainedPart part) {
  std::vector<std::string> names;
  for (const Parameter& p : module.parameters()) {
    const bool is_trained = part == TrainedPart::kEverything || p.name.starts_with("head.");
    p.value.set_requires_grad(is_trained);
    if (is_trained) names.push_back(p.name);
  }
  return names;
}

std::vector<at::Tensor> values_of(const VitModule& module, const std::vector<std::string>& names) {
  std::vector<at::Tensor> values;
  for (const std::string& name : names) values.push_back(module.at(name));
  return values;
}

std::vector<TrainedParameter> with_rates(const VitModule& module, const std::vector<std::string>& names,
                                         const RateFactors& factors) {
  std::vector<TrainedParameter> parameters;
  for (const std::string& name : names) {
    parameters.push_back(
        {module.at(name), rate_factor(name, module.config().depth, factors), is_decayed(name) ? 1.0 : 0.0});
  }
  return parameters;
}

bool has_device(DeviceKind device) { return device == DeviceKind::kCpu || at::hasCUDA(); }

}  // namespace jtp
