// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "jtp/train/comm.h"

namespace jtp {

// Adds up the gradients of all processes, in buckets that are sent while the backward pass is still at work
// on the parameters before them.
class GradientReducer {
 public:
  static constexpr std::int64_t kBucketBytes = std::int64_t{25} << 20;

  // `parameters` in the order in which the input reaches them; their gradients come in the opposite order.
  GradientReducer(std::vector<at::Tensor> parameters, const Comm& comm,
                  std::int64_t bucket_bytes = kBucketBytes);
  ~GradientReducer();
  GradientReducer(const GradientReducer&) = delete;
  GradientReducer& operator=(const GradientReducer&) = delete;

  // Before the last backward pass of a step: its gradients are complete as they come.
  void expect_last_pass();

  // After it: waits, and puts the sums into the gradients.
  void finish();

 private:
  struct Bucket;
  struct State;
  std::shared_ptr<State> state_;  // hooks may outlive this
};

}  // namespace jtp
