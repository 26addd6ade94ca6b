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

// All settings of a training run; docs/training.md explains each key of the configuration file
// (cli/train/config.h). Where a limit may be missing, zero means "no limit".

struct DataConfig {
  std::filesystem::path set;       // the folder from `jtp data manifest`
  std::filesystem::path pictures;  // the folder of the pictures
  std::filesystem::path prior;     // the folder from `jtp prior fit`; empty: none
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
  double drop_path = 0;  // probability that a picture skips the branches of the last block; lower in earlier
                         // blocks
  TrainedPart trained = TrainedPart::kEverything;
};

struct LossConfig {
  LossOptions options;
  double first_stage = 0.25;  // epochs during which only the prior says what is missing
  double omission_epoch = 0;  // epochs after which the network estimates what is omitted; 0: never, the
                              // prior's rates stay
};

struct DistillationConfig {
  std::filesystem::path teacher;  // TorchScript; empty: learn only from labels
  double share = 1;               // of the teacher in the loss
};

struct OptimizerConfig {
  ScheduleFreeOptions options;
  RateFactors rates;
  double clip_norm = 1;  // 0: no clipping
};

struct ScheduleConfig {
  std::uint64_t seed = 1;
  std::int64_t batch = 512;       // pictures per step, over all processes
  std::int64_t micro_batch = 16;  // pictures that go through the network together
  double epochs = 0;              // the run ends at whichever of these three comes first
  std::int64_t steps = 0;
  double max_minutes = 0;
  double spike = 20;  // a loss of this many times its running mean stops the run; 0: never
};

struct ValidationConfig {
  std::int64_t every_steps = 1000;
  int threshold = 20;       // hundredths
  std::int64_t batch = 16;  // pictures that go through the network together
};

enum class WeightsType { kF32, kF16, kBf16 };

struct OutputConfig {
  std::filesystem::path folder;
  std::int64_t checkpoint_every_steps = 1000;
  int keep = 3;  // newest checkpoints to keep, besides the best one
  std::int64_t log_every_steps = 10;
  WeightsType weights = WeightsType::kF32;  // of model.safetensors; training resumes from f32
};

enum class DeviceKind { kCpu, kCuda };
enum class Arithmetic { kF32, kBf16 };  // kBf16: products in bf16, everything stored in f32
enum class ActivationUse { kKeep, kRecompute };

struct ComputeConfig {
  DeviceKind device = DeviceKind::kCpu;
  Arithmetic arithmetic = Arithmetic::kF32;
  ActivationUse activations = ActivationUse::kKeep;
  int threads = 0;  // of the network; 0: all processors
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

// The sizes of the network. Throws Error kUsage naming the key if they are impossible.
VitConfig network_sizes(const NetworkConfig& network, int tags);

}  // namespace jtp
