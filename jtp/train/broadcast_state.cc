// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/broadcast_state.h"

#include <cstdint>
#include <utility>

namespace jtp {
namespace {

void broadcast_omission(const Comm& comm, int tags, RunState& state) {
  const at::Tensor has = at::full({1}, state.omission.empty() ? 0.0 : 1.0, at::kDouble);
  comm.broadcast(has);
  if (has.item<double>() == 0) return;
  state.omission.resize(static_cast<std::size_t>(tags));
  comm.broadcast(at::from_blob(state.omission.data(), {tags}, at::kFloat));
}

}  // namespace

void broadcast_state(const Comm& comm, const TrainedNetwork& network, RunState& state) {
  if (comm.place().world == 1) return;
  const at::NoGradGuard no_grad;
  ScheduleFreeAdamW::State optimizer = network.optimizer.state();
  for (const Parameter& p : network.module.parameters()) comm.broadcast(p.value.detach());
  for (const at::Tensor& t : optimizer.z) comm.broadcast(t);
  for (const at::Tensor& t : optimizer.v) comm.broadcast(t);
  broadcast_omission(comm, network.module.config().num_tags, state);
  const at::Tensor numbers = at::tensor(
      {static_cast<double>(state.step), state.elapsed_seconds, state.best,
       static_cast<double>(state.best_step), state.watch.mean, static_cast<double>(state.watch.steps),
       static_cast<double>(optimizer.steps), optimizer.weight_sum, optimizer.largest_rate},
      at::kDouble);
  comm.broadcast(numbers);
  const double* n = numbers.data_ptr<double>();
  state.step = static_cast<std::int64_t>(n[0]);
  state.elapsed_seconds = n[1];
  state.best = n[2];
  state.best_step = static_cast<std::int64_t>(n[3]);
  state.watch = {n[4], static_cast<std::int64_t>(n[5])};
  optimizer.steps = static_cast<std::int64_t>(n[6]);
  optimizer.weight_sum = n[7];
  optimizer.largest_rate = n[8];
  network.optimizer.restore(std::move(optimizer));
}

}  // namespace jtp
