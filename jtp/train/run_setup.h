// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jtp/train/batch_source.h"
#include "jtp/train/checkpoint.h"
#include "jtp/train/schedule_free_adamw.h"
#include "jtp/train/teacher.h"
#include "jtp/train/train_config.h"
#include "jtp/train/training_step.h"
#include "jtp/train/vit_module.h"

namespace jtp {

// Derives the settings for the parts of a run from a configuration.

LoaderOptions loader_options(const TrainConfig& config);

// How to read pictures for passes without gradients.
PixelPass pixel_pass(const TrainConfig& config, const AutocastSettings& autocast, OnBroken on_broken);

// The configured teacher, if any. Throws what Teacher throws, and Error kUsage if training uses features
// instead of pixels.
std::optional<Teacher> load_teacher(const TrainConfig& config, const VitModule& learner);

// The settings that must not change when a run is resumed.
RunIdentity run_identity(const TrainConfig& config, const std::string& tag_list_sha256, std::int64_t pictures,
                         const std::optional<Teacher>& teacher);

// The last step of a run; 0: only time ends it.
std::int64_t last_step(const ScheduleConfig& schedule, std::int64_t pictures);

// `local_rank`: among the processes of this machine; each uses a different GPU.
at::Device device_of(const TrainConfig& config, int local_rank);

at::ScalarType type_of(WeightsType weights);

int network_threads(const TrainConfig& config);

StepOptions step_options(const TrainConfig& config, const at::Device& device);

// Makes exactly the parameters of `part` require gradients, and returns their names.
std::vector<std::string> trained_names(const VitModule& module, TrainedPart part);

std::vector<at::Tensor> values_of(const VitModule& module, const std::vector<std::string>& names);

std::vector<TrainedParameter> with_rates(const VitModule& module, const std::vector<std::string>& names,
                                         const RateFactors& factors);

// Whether this LibTorch can use the device.
bool has_device(DeviceKind device);

}  // namespace jtp
