// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <memory>

#include "jtp/loader/batch_plan.h"
#include "jtp/train/launch.h"

namespace jtp {

// The processes of a training run, connected through LibTorch's c10d. All of them must call the same
// functions in the same order. With a single process nothing is sent. Throws Error kNetwork if another
// process has gone or is late. Without Gloo's headers comm_alone.cc is built, which supports only one
// process.
class Comm {
 public:
  // Waits up to five minutes for the other processes.
  explicit Comm(const Launch& launch);
  ~Comm();
  Comm(const Comm&) = delete;
  Comm& operator=(const Comm&) = delete;

  const WorldPlace& place() const { return place_; }

  // Adds up the tensors of all processes, in place; f32, f64 or i64. Call the returned function to wait for
  // the result.
  using Finish = std::function<void()>;
  Finish start_sum(const at::Tensor& tensor) const;
  void sum(const at::Tensor& tensor) const { start_sum(tensor)(); }

  // Copies the values of rank 0 to all processes, in place.
  void broadcast(const at::Tensor& tensor) const;

 private:
  struct Group;
  WorldPlace place_;
  std::unique_ptr<Group> group_;
};

}  // namespace jtp
