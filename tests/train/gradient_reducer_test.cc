// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/gradient_reducer.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/train/free_port.h"

namespace jtp {
namespace {

// The gradients in process `rank` of `world` for three parameters of 3, 2 and 4 numbers, after two backward
// passes of loss = (rank + 1) * sum(parameter) each.
std::vector<at::Tensor> reduced(int rank, int world, int port, std::int64_t bucket_bytes) {
  Launch launch;
  launch.place = {rank, world};
  launch.port = port;
  launch.network_interface = "lo";
  const Comm comm(launch);
  std::vector<at::Tensor> parameters;
  for (const std::int64_t size : {3, 2, 4}) parameters.push_back(at::ones({size}).requires_grad_(true));
  GradientReducer reducer(parameters, comm, bucket_bytes);
  for (int pass = 0; pass < 2; ++pass) {
    if (pass == 1) reducer.expect_last_pass();
    at::Tensor loss = at::zeros({});
    for (std::size_t i = 0; i < parameters.size(); ++i)
      loss = loss + parameters[i].sum() * static_cast<double>((rank + 1) * (i + 1));
    loss.backward();
  }
  reducer.finish();
  std::vector<at::Tensor> found;
  for (const at::Tensor& p : parameters) found.push_back(p.grad());
  return found;
}

// 2 passes * (1 + 2 + 3) ranks * (i + 1).
TEST(GradientReducer, AddsUpTheGradientsOfAllProcesses) {
  for (const std::int64_t bucket_bytes : {4, 20, 1000}) {
    const int port = test::free_port();
    std::vector<std::vector<at::Tensor>> found(3);
    std::vector<std::thread> processes;
    for (int rank = 0; rank < 3; ++rank) {
      processes.emplace_back([&found, rank, port, bucket_bytes] {
        found[static_cast<std::size_t>(rank)] = reduced(rank, 3, port, bucket_bytes);
      });
    }
    for (std::thread& process : processes) process.join();
    for (const auto& gradients : found) {
      for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_TRUE(at::equal(gradients[i], at::full_like(gradients[i], 12.0 * static_cast<double>(i + 1))))
            << bucket_bytes;
      }
    }
  }
}

TEST(GradientReducer, KeepsTheGradientsOfASingleProcess) {
  const auto found = reduced(0, 1, 0, 4);
  EXPECT_TRUE(at::equal(found[2], at::full({4}, 6.0)));
}

TEST(Comm, GivesAllProcessesTheValuesOfRankZero) {
  const int port = test::free_port();
  std::vector<at::Tensor> values = {at::tensor({1.5, 2.5}, at::kDouble), at::tensor({7.0, 8.0}, at::kDouble)};
  std::vector<std::thread> processes;
  for (int rank = 0; rank < 2; ++rank) {
    processes.emplace_back([&values, rank, port] {
      Launch launch;
      launch.place = {rank, 2};
      launch.port = port;
      launch.network_interface = "lo";
      Comm(launch).broadcast(values[static_cast<std::size_t>(rank)]);
    });
  }
  for (std::thread& process : processes) process.join();
  EXPECT_TRUE(at::equal(values[0], values[1]));
  EXPECT_EQ(values[1][0].item<double>(), 1.5);
}

}  // namespace
}  // namespace jtp
