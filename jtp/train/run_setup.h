// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "jtp/train/schedule_free_adamw.h"
#include "jtp/train/train_config.h"
#include "jtp/train/training_step.h"
#include "jtp/train/vit_module.h"

namespace jtp {

// What a configuration means for LibTorch.

// `local_rank`: among the processes of this machine; each takes a GPU of its own.
at::Device device_of(const TrainConfig& config, int local_rank);

at::ScalarType type_of(WeightsType weights);

int network_threads(const TrainConfig& config);

StepOptions step_options(const TrainConfig& config, const at::Device& device);

// Makes the parameters of `part` require gradients, and no others; their names.
std::vector<std::string> trained_names(const VitModule& module, TrainedPart part);

std::vector<at::Tensor> values_of(const VitModule& module, const std::vector<std::string>& names);

std::vector<TrainedParameter> with_rates(const VitModule& module, const std::vector<std::string>& names,
                                         const RateFactors& factors);

// Whether this LibTorch can use the device.
bool has_device(DeviceKind device);

}  // namespace jtp
