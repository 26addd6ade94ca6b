// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/run_setup.h"

#include "jtp/base/thread_pool.h"
#include "jtp/train/parameter_rates.h"

namespace jtp {

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
  if (config.compute.activations == ActivationUse::kRecompute) o.activations = Activations::kRecomputed;
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
