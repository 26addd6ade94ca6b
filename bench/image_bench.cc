// SPDX-License-Identifier: Apache-2.0
// The cost of a picture before the network: decoding is the codecs' time, the rest is this project's.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "jtp/image/preprocess.h"
#include "jtp/image/resample.h"

namespace jtp {
namespace {

constexpr int kSide = 384;

// Noise with all alpha values, so that no step can be skipped.
Image noise(int width, int height) {
  Image image{width, height, {}};
  image.rgba.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  std::uint32_t state = 1;
  for (std::uint8_t& byte : image.rgba) {
    state = state * 1664525u + 1013904223u;
    byte = static_cast<std::uint8_t>(state >> 24);
  }
  return image;
}

void fit(benchmark::State& state) {
  const Image image = noise(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
  const Preprocessor preprocessor(kSide);
  for (auto _ : state) benchmark::DoNotOptimize(preprocessor.fit(image));
}
BENCHMARK(fit)->Args({4000, 3000})->Args({1200, 1600})->Args({200, 150})->Unit(benchmark::kMillisecond);

void to_pixels(benchmark::State& state) {
  const Preprocessor preprocessor(kSide);
  const Image fitted = preprocessor.fit(noise(kSide, 288));
  std::vector<float> pixels(std::size_t{3} * kSide * kSide);
  for (auto _ : state) {
    preprocessor.to_pixels(fitted, pixels);
    benchmark::DoNotOptimize(pixels.data());
  }
}
BENCHMARK(to_pixels)->Unit(benchmark::kMillisecond);

void lanczos_filter(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(ResampleFilter::lanczos(4000, kSide));
}
BENCHMARK(lanczos_filter)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace jtp
