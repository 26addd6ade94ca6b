// SPDX-License-Identifier: Apache-2.0
#include "cli/model/peak.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <vector>

namespace jtp {
namespace {

using Clock = std::chrono::steady_clock;

// Long enough to hide the start of the threads, short enough to run undisturbed by other programs.
constexpr double kSeconds = 0.03;
// The pool hands out tasks one by one, so that others do the work of a delayed thread.
constexpr std::int64_t kTasksPerThread = 16;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// The number of steps for which a task takes its part of kSeconds.
std::int64_t steps_per_task(const Kernels& kernels, ElementType type) {
  std::int64_t steps = 1000;
  while (true) {
    const auto start = Clock::now();
    kernels.multiply_adds(type, steps);
    if (seconds_since(start) >= kSeconds / kTasksPerThread / 2) return 2 * steps;
    steps *= 2;
  }
}

}  // namespace

double Peaks::of(ElementType type) const {
  switch (type) {
    case ElementType::kF32:
      return f32;
    case ElementType::kBf16:
      return bf16;
    case ElementType::kInt8:
      return int8;
  }
  return f32;
}

void PeakMeter::measure() {
  best_.f32 = std::max(best_.f32, rate(ElementType::kF32));
  best_.bf16 = std::max(best_.bf16, rate(ElementType::kBf16));
  best_.int8 = std::max(best_.int8, rate(ElementType::kInt8));
}

double PeakMeter::rate(ElementType type) {
  const std::int64_t steps = steps_per_task(kernels_, type);
  std::vector<std::int64_t> done(static_cast<std::size_t>(pool_.threads() * kTasksPerThread));
  const auto start = Clock::now();
  pool_.parallel_for(static_cast<std::int64_t>(done.size()), [&](std::int64_t task, int) {
    done[static_cast<std::size_t>(task)] = kernels_.multiply_adds(type, steps);
  });
  const double seconds = seconds_since(start);
  return 2 * static_cast<double>(std::accumulate(done.begin(), done.end(), std::int64_t{0})) / seconds;
}

}  // namespace jtp
