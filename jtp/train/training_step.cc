// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/training_step.h"

#include <chrono>

#include "jtp/loader/counter_random.h"

namespace jtp {
namespace {

using Clock = std::chrono::steady_clock;

// These random numbers must differ from those of the pictures' augmentation.
constexpr std::uint64_t kDropPathStream = 0x6472'6f70'7061'7468U;

// `input`: on the network's device.
at::Tensor outputs_of(const VitModule& module, const at::Tensor& input, PositionRange positions,
                      const StepOptions& options) {
  if (options.input == InputKind::kFeatures) return module.head(input);
  const Autocast autocast(options.autocast);
  ForwardOptions forward{.activations = options.activations};
  if (options.drop_path > 0) {
    forward.branch_scale = branch_scales(module.config().depth, options, positions).to(input.options());
  }
  return module.forward(input, forward);
}

at::Tensor losses_of(const at::Tensor& logits, const at::Tensor& input, const Objective& objective,
                     const TrainingBatch& batch) {
  const at::Tensor labels = objective.labels(logits, {batch.labels, batch.known_negatives}, objective.stage);
  if (objective.teacher == nullptr) return labels;
  const at::Tensor teacher = distillation_loss(logits, objective.teacher->probabilities(input));
  return (1 - objective.teacher_share) * labels + objective.teacher_share * teacher;
}

}  // namespace

at::Tensor branch_scales(int depth, const StepOptions& options, PositionRange positions) {
  at::Tensor scales = at::empty({2 * depth, positions.size()}, at::kFloat);
  auto cells = scales.accessor<float, 2>();
  for (std::int64_t i = 0; i < positions.size(); ++i) {
    SampleRandom random(options.seed ^ kDropPathStream, 0, positions.begin + i);
    for (int branch = 0; branch < 2 * depth; ++branch) {
      const int block = branch / 2;
      const double chance = depth == 1 ? options.drop_path : options.drop_path * block / (depth - 1);
      cells[branch][i] = random.chance(chance) ? 0.0F : static_cast<float>(1 / (1 - chance));
    }
  }
  return scales;
}

PassResult accumulate_gradients(const VitModule& module, const Objective& objective,
                                const TrainingBatch& batch, const StepOptions& options) {
  const at::Tensor& first = module.parameters().front().value;
  const at::Tensor input = batch.input.to(first.options().requires_grad(false));
  const auto start = Clock::now();
  const at::Tensor outputs = outputs_of(module, input, batch.positions, options);
  const auto forward = Clock::now() - start;
  const at::Tensor losses = losses_of(tag_logits(outputs, module.config().head), input, objective, batch);
  const at::Tensor loss = losses.sum() / static_cast<double>(options.global_batch);
  const auto backward_start = Clock::now();
  loss.backward();
  const std::chrono::duration<double> network = forward + (Clock::now() - backward_start);
  return {losses.detach().to(at::kCPU, at::kDouble), network.count()};
}

}  // namespace jtp
