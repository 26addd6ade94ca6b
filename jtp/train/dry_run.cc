// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/dry_run.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/base/thread_pool.h"
#include "jtp/train/gradients.h"
#include "jtp/train/initialize.h"
#include "jtp/train/run_setup.h"

namespace jtp {
namespace {

constexpr int kMicroBatches = 2;  // so that gradients are accumulated, as in training

std::int64_t peak_bytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{usage.ru_maxrss} * 1024;
}

TrainingBatch random_batch(const VitConfig& sizes, std::int64_t pictures, std::int64_t number,
                           std::span<const std::int16_t> labels) {
  at::Generator generator = at::detail::createCPUGenerator(static_cast<std::uint64_t>(number));
  TrainingBatch batch;
  batch.positions = {number * pictures, (number + 1) * pictures};
  batch.input =
      at::empty({pictures, 3, sizes.image_size, sizes.image_size}, at::kFloat).uniform_(-1, 1, generator);
  batch.samples.resize(static_cast<std::size_t>(pictures));
  batch.labels.assign(static_cast<std::size_t>(pictures), labels);
  return batch;
}

// Without data there is no prior. Its share of time and memory is small compared with the network's.
LossOptions plain_loss() {
  LossOptions options;
  options.kind = LossKind::kBce;
  options.weights.alpha = 0;
  return options;
}

}  // namespace

DryRunResult dry_run(const TrainConfig& wanted, const DryRun& run) {
  TrainConfig config = wanted;
  if (!has_device(config.compute.device)) config.compute.device = DeviceKind::kCpu;
  const int threads = network_threads(config);
  at::set_num_threads(threads);
  const VitConfig sizes = network_sizes(config.model, run.tags);
  const VitModule module(sizes, at::TensorOptions(at::kFloat).device(device_of(config, 0)));
  initialize(module, config.schedule.seed);
  const std::vector<std::string> names = trained_names(module, TrainedPart::kEverything);
  const std::vector<at::Tensor> parameters = values_of(module, names);
  ScheduleFreeAdamW optimizer(with_rates(module, names, config.optimizer.rates), config.optimizer.options);
  const TaggingLoss loss(nullptr, plain_loss(), threads);
  StepOptions options = step_options(config, device_of(config, 0));
  options.global_batch = kMicroBatches * run.micro_batch;
  const std::vector<std::int16_t> labels = {0};
  DryRunResult result;
  result.device = config.compute.device;
  for (int step = 0; step < 2; ++step) {
    const auto begin = std::chrono::steady_clock::now();
    double sum = 0;
    for (int i = 0; i < kMicroBatches; ++i) {
      const TrainingBatch batch = random_batch(sizes, run.micro_batch, step * kMicroBatches + i, labels);
      sum += accumulate_gradients(module, {loss}, batch, options).losses.sum().item<double>();
    }
    clip_gradients(parameters, config.optimizer.clip_norm);
    optimizer.step();
    clear_gradients(parameters);
    result.loss = sum / static_cast<double>(options.global_batch);
    result.seconds_per_step = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }
  if (!std::isfinite(result.loss)) fail(ErrorKind::kInternal, "the loss of the dry run is {}", result.loss);
  result.parameters = count_parameters(sizes);
  result.estimate = estimate_memory(sizes, config.compute, run.micro_batch, 1);
  result.measured_peak = peak_bytes();
  return result;
}

}  // namespace jtp
