// SPDX-License-Identifier: Apache-2.0
// forward_bench WEIGHTS f32|bf16|int8 [THREADS] [REPEATS] [INPUT.f32]
//
// Seconds a picture through the network alone, on random pixels or on those of a raw float32 file [3, S, S].
// Prints "best X s/image" and GFLOP/s; bench/README.md says how to compare.
#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/base/thread_pool.h"
#include "jtp/model/engine.h"

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<float> pixels_for(const jtp::VitConfig& config, const char* file) {
  std::vector<float> pixels(3UL * static_cast<unsigned>(config.image_size) *
                            static_cast<unsigned>(config.image_size));
  if (file != nullptr) {
    std::ifstream in(file, std::ios::binary);
    in.read(reinterpret_cast<char*>(pixels.data()),
            static_cast<std::streamsize>(pixels.size() * sizeof(float)));
    if (!in) jtp::fail(jtp::ErrorKind::kInvalidInput, "{}: shorter than {} floats", file, pixels.size());
    return pixels;
  }
  std::mt19937 random(7);
  std::uniform_real_distribution<float> uniform(-1, 1);
  for (float& v : pixels) v = uniform(random);
  return pixels;
}

void run(int argc, char** argv) {
  const std::string name = argv[2];
  const jtp::Precision precision = name == "int8"   ? jtp::Precision::kInt8
                                   : name == "bf16" ? jtp::Precision::kBf16
                                                    : jtp::Precision::kF32;
  const int threads = argc > 3 ? std::stoi(argv[3]) : jtp::available_cpus();
  const int repeats = argc > 4 ? std::stoi(argv[4]) : 3;
  const auto loading = Clock::now();
  const auto model = jtp::Model::load(argv[1], std::nullopt, precision, threads);
  const double load = seconds_since(loading);
  const auto engine = jtp::make_engine(model, threads);
  const std::vector<float> pixels = pixels_for(model->config(), argc > 5 ? argv[5] : nullptr);
  std::vector<float> scores(static_cast<std::size_t>(model->config().num_tags));
  double best = 1e9;
  for (int i = 0; i <= repeats; ++i) {  // the first warms up
    const auto start = Clock::now();
    engine->forward(pixels, scores);
    if (i > 0) best = std::min(best, seconds_since(start));
  }
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  fmt::print("jtp {} threads={}: best {:.3f} s/image, {:.1f} GFLOP/s, load {:.2f} s, peak RSS {:.2f} GiB\n",
             jtp::to_string(precision), threads, best,
             2e-9 * static_cast<double>(model->config().multiply_adds()) / best, load,
             static_cast<double>(usage.ru_maxrss) / 1048576.0);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: forward_bench WEIGHTS f32|bf16|int8 [THREADS] [REPEATS] [INPUT.f32]\n");
    return 2;
  }
  try {
    run(argc, argv);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "forward_bench: {}\n", error.what());
    return 1;
  }
}
