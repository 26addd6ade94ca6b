// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/model/peak.h"
#include "jtp/model/engine.h"

namespace jtp {

using StageSeconds = std::array<double, kAllStages.size()>;

// The passes of one repeat; seconds are per picture.
struct BenchRepeat {
  double seconds = 0;
  StageSeconds stages{};
};

// The measurements of `jtp bench`.
struct BenchResult {
  std::string model;
  VitConfig config;
  Precision precision = Precision::kF32;
  Isa isa = Isa::kScalar;
  ElementType half = ElementType::kF32;  // Kernels::half
  int threads = 1;
  int batch = 1;
  std::vector<BenchRepeat> repeats;  // at least one
  Peaks peaks;
  double load_seconds = 0;
  std::int64_t peak_rss_bytes = 0;

  const BenchRepeat& best() const;

  // Seconds that a picture would take if every multiply-add ran at the measured peak of its type. The type is
  // that of the precision for the blocks' Linears and f32 for the pool. With int8, the others use `half`.
  double bound_seconds() const;
  double bound_seconds(Stage stage) const;
};

// The results for people, with "best X s/image", and for `jtp bench --json`.
std::string bench_text(const BenchResult& result);
std::string bench_json(const BenchResult& result);

}  // namespace jtp
