// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/gradient_reducer.h"

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include <functional>
#include <utility>

namespace jtp {

struct GradientReducer::Bucket {
  std::vector<at::Tensor> parameters;
  std::size_t missing = 0;  // gradients that have not arrived yet
  at::Tensor flat;
  Comm::Finish finish;
};

struct GradientReducer::State {
  const Comm& comm;
  std::vector<Bucket> buckets;
  std::size_t sent = 0;
  bool last_pass = false;
  std::vector<std::shared_ptr<torch::autograd::Node>> accumulators;  // LibTorch holds them only weakly

  explicit State(const Comm& c) : comm(c) {}

  // Buckets are sent in order, so that all processes send the same one.
  void send_complete() {
    for (; sent < buckets.size() && buckets[sent].missing == 0; ++sent) {
      Bucket& bucket = buckets[sent];
      std::vector<at::Tensor> pieces;
      for (const at::Tensor& p : bucket.parameters) pieces.push_back(p.grad().reshape({-1}));
      bucket.flat = at::cat(pieces);
      bucket.finish = comm.start_sum(bucket.flat);
    }
  }

  void gradient_came(std::size_t bucket) {
    if (!last_pass) return;
    --buckets[bucket].missing;
    send_complete();
  }
};

namespace {

struct CallAfter : torch::autograd::FunctionPostHook {
  explicit CallAfter(std::function<void()> a) : action(std::move(a)) {}
  torch::autograd::variable_list operator()(const torch::autograd::variable_list& outputs,
                                            const torch::autograd::variable_list&) override {
    action();
    return outputs;
  }
  std::function<void()> action;
};

}  // namespace

GradientReducer::GradientReducer(std::vector<at::Tensor> parameters, const Comm& comm,
                                 std::int64_t bucket_bytes)
    : state_(std::make_shared<State>(comm)) {
  if (comm.place().world == 1) return;
  std::int64_t bytes = bucket_bytes;
  for (auto p = parameters.rbegin(); p != parameters.rend(); ++p) {
    if (bytes >= bucket_bytes) {
      state_->buckets.emplace_back();
      bytes = 0;
    }
    bytes += p->numel() * static_cast<std::int64_t>(p->element_size());
    state_->buckets.back().parameters.push_back(*p);
    const auto accumulator = torch::autograd::impl::grad_accumulator(*p);
    accumulator->add_post_hook(std::make_unique<CallAfter>(
        [weak = std::weak_ptr<State>(state_), bucket = state_->buckets.size() - 1] {
          if (const auto state = weak.lock()) state->gradient_came(bucket);
        }));
    state_->accumulators.push_back(accumulator);
  }
}

GradientReducer::~GradientReducer() = default;

void GradientReducer::expect_last_pass() {
  state_->last_pass = true;
  state_->sent = 0;
  for (Bucket& bucket : state_->buckets) bucket.missing = bucket.parameters.size();
}

void GradientReducer::finish() {
  const at::NoGradGuard no_grad;
  state_->last_pass = false;
  for (Bucket& bucket : state_->buckets)
    bucket.missing = 0;  // a parameter without a new gradient is sent as
                         // it is
  state_->send_complete();
  for (Bucket& bucket : state_->buckets) {
    bucket.finish();
    std::int64_t first = 0;
    for (const at::Tensor& p : bucket.parameters) {
      p.mutable_grad() = bucket.flat.slice(0, first, first + p.numel()).view(p.sizes());
      first += p.numel();
    }
    bucket.flat = at::Tensor();
    bucket.finish = {};
  }
}

}  // namespace jtp
