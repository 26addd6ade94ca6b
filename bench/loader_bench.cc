// SPDX-License-Identifier: Apache-2.0
// The cost of a training picture on one decode thread, from the file to the network's input.
#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "jtp/image/encode_jpeg.h"
#include "jtp/image/encode_png.h"
#include "jtp/loader/sample_maker.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

// Waves of colour: harder for a codec than a plain background and easier than noise.
Image waves(int width, int height) {
  Image image{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto wave = [&](double across, double down) {
        return static_cast<std::uint8_t>(127.5 + 127 * std::sin(x * across + y * down));
      };
      image.rgba.insert(image.rgba.end(), {wave(0.11, 0.02), wave(0.03, 0.17), wave(-0.07, 0.05), 255});
    }
  }
  return image;
}

// A training set of one picture.
class OnePicture {
 public:
  explicit OnePicture(const std::vector<std::byte>& bytes)
      : folder_(fs::temp_directory_path() / ("jtp-loader-bench-" + std::to_string(bytes.size()))) {
    fs::create_directories(folder_);
    std::ofstream(folder_ / "picture")
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    ManifestTables tables;
    tables.add({1, Md5{}, Rating::kSafe, Split::kTrain, {.place = 0}, {}});
    write_manifest(folder_ / "manifest", tables, {"", 1, {"picture"}});
  }
  ~OnePicture() { fs::remove_all(folder_); }
  OnePicture(const OnePicture&) = delete;
  OnePicture& operator=(const OnePicture&) = delete;

  const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_;
};

void make_samples(benchmark::State& state, const std::vector<std::byte>& bytes,
                  const LoaderOptions& options) {
  const OnePicture set(bytes);
  const Manifest manifest(set.folder() / "manifest");
  const PictureSet pictures(manifest, set.folder(), Split::kTrain);
  const SampleMaker maker(pictures, options,
                          TrainingStream{1, {}, FlipRule(Vocabulary({"wolf"}, {TagCategory::kSpecies}), {})});
  std::vector<float> pixels(static_cast<std::size_t>(3 * options.side * options.side));
  std::int64_t position = 0;
  for (auto _ : state) maker.make(position++, pixels);
  state.SetItemsProcessed(state.iterations());
}

void png_of_128_to_96(benchmark::State& state) {
  make_samples(state, encode_png(waves(128, 110)), {.side = 96});
}
void cached_128_to_96(benchmark::State& state) {
  make_samples(state, encode_png(waves(128, 110)), {.side = 96, .cache_bytes = 1 << 20});
}
void jpeg_of_448_to_384(benchmark::State& state) {
  make_samples(state, encode_jpeg(waves(448, 400), 95), {.side = 384});
}
void jpeg_of_1600_to_384(benchmark::State& state) {
  make_samples(state, encode_jpeg(waves(1600, 1200), 90), {.side = 384});
}

BENCHMARK(png_of_128_to_96)->Unit(benchmark::kMillisecond);
BENCHMARK(cached_128_to_96)->Unit(benchmark::kMillisecond);
BENCHMARK(jpeg_of_448_to_384)->Unit(benchmark::kMillisecond);
BENCHMARK(jpeg_of_1600_to_384)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace jtp
