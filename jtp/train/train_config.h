// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "jtp/loader/augmentation.h"
#include "jtp/loader/flip_rule.h"
#include "jtp/model/config.h"
#include "jtp/train/loss_options.h"
#include "jtp/train/optimizer_options.h"

namespace jtp {

// Everything that a training run depends on; docs/training.md explains each key of the file that it is read
// from (cli/train/config.h). Zero means "no limit" where a limit may be missing.

struct DataConfig {
  std::filesystem::path set;       // the folder of `jtp data manifest`
  std::filesystem::path pictures;  // the folder of the pictures
  std::filesystem::path prior;     // the folder of `jtp prior fit`; empty: none
  int decode_threads = 1;
  std::int64_t cache_megabytes = 0;  // of decoded pictures, kept in memory
  std::vector<std::string> flip_sensitive = default_flip_sensitive_tags();
};

enum class TrainedPart { kEverything, kHeadOnly };

struct NetworkConfig {
  std::filesystem::path start;  // a backbone or a tagger: safetensors, or its folder; empty: from scratch
  int image_size = 384;
  int patch_size = 14;
  int width = 1152;
  int depth = 27;
  int heads = 16;
  int mlp_width = 4304;
  HeadKind head = HeadKind::kPlain;
  double drop_path = 0;  // chance that a picture skips the branches of the last block; less below
  TrainedPart trained = TrainedPart::kEverything;
};

struct LossConfig {
  LossOptions options;
  double first_stage = 0.25;  // epochs during which the prior alone says what is missing
  double omission_epoch = 0;  // epochs after which the network says what is left out; 0: the prior does
};

struct DistillationConfig {
  std::filesystem::path teacher;  // TorchScript; empty: the labels alone teach
  double share = 1;               // of the teacher in the loss
};

struct OptimizerConfig {
  ScheduleFreeOptions options;
  RateFactors rates;
  double clip_norm = 1;  // 0: gradients are not clipped
};

struct ScheduleConfig {
  std::uint64_t seed = 1;
  std::int64_t batch = 512;       // pictures a step, all processes together
  std::int64_t micro_batch = 16;  // pictures through the network at once
  double epochs = 0;              // whichever of these three comes first ends the run
  std::int64_t steps = 0;
  double max_minutes = 0;
  double spike = 20;  // a loss of so many times its running mean stops the run; 0: none does
};

struct ValidationConfig {
  std::int64_t every_steps = 1000;
  int threshold = 20;       // hundredths
  std::int64_t batch = 16;  // pictures through the network at once
};

enum class WeightsType { kF32, kF16, kBf16 };

struct OutputConfig {
  std::filesystem::path folder;
  std::int64_t checkpoint_every_steps = 1000;
  int keep = 3;  // newest checkpoints; the best one besides
  std::int64_t log_every_steps = 10;
  WeightsType weights = WeightsType::kF32;  // of model.safetensors; training goes on from f32
};

enum class DeviceKind { kCpu, kCuda };
enum class Arithmetic { kF32, kBf16 };  // kBf16: products in bf16, everything that is kept in f32
enum class ActivationUse { kKeep, kRecompute };

struct ComputeConfig {
  DeviceKind device = DeviceKind::kCpu;
  Arithmetic arithmetic = Arithmetic::kF32;
  ActivationUse activations = ActivationUse::kKeep;
  int threads = 0;  // of the network; 0: every processor
};

struct TrainConfig {
  DataConfig data;
  NetworkConfig model;
  LossConfig loss;
  DistillationConfig distillation;
  OptimizerConfig optimizer;
  ScheduleConfig schedule;
  Augmentation augmentation;
  ValidationConfig validation;
  OutputConfig output;
  ComputeConfig compute;
};

// The sizes of the network; throws Error kUsage naming the key that makes none.
VitConfig network_sizes(const NetworkConfig& network, int tags);

}  // namespace jtp
