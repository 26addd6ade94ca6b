// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "jtp/train/comm.h"

namespace jtp {

// Adds up the gradients of all processes. They are sent in buckets while the backward pass still works on
// earlier parameters.
class GradientReducer {
 public:
  static constexpr std::int64_t kBucketBytes = std::int64_t{25} << 20;

  // `parameters` in the order of the forward pass; their gradients arrive in reverse order.
  GradientReducer(std::vector<at::Tensor> parameters, const Comm& comm,
                  std::int64_t bucket_bytes = kBucketBytes);
  ~GradientReducer();
  GradientReducer(const GradientReducer&) = delete;
  GradientReducer& operator=(const GradientReducer&) = delete;

  // Call before the last backward pass of a step, whose gradients are final when they arrive.
  void expect_last_pass();

  // Call after it: waits, and stores the sums in the gradients.
  void finish();

 private:
  struct Bucket;
  struct State;
  std::shared_ptr<State> state_;  // shared, because hooks may outlive this
};

}  // namespace jtp
