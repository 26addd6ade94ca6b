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

// What a configuration means for the parts of a run.

LoaderOptions loader_options(const TrainConfig& config);

// How pictures are read for passes without gradients.
PixelPass pixel_pass(const TrainConfig& config, const AutocastSettings& autocast, OnBroken on_broken);

// The teacher of the configuration, if any; throws what Teacher does, and Error kUsage where features are
// learned from.
std::optional<Teacher> load_teacher(const TrainConfig& config, const VitModule& learner);

// What a run may not change between one start and the next.
RunIdentity run_identity(const TrainConfig& config, const std::string& tag_list_sha256, std::int64_t pictures,
                         const std::optional<Teacher>& teacher);

// The step that ends a run; 0: time alone does.
std::int64_t last_step(const ScheduleConfig& schedule, std::int64_t pictures);

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
