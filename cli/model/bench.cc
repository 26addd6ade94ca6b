// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/model/bench_report.h"
#include "cli/model/signature.h"
#include "cli/model/temporary_folder.h"
#include "cli/options/choice_option.h"
#include "cli/options/engine_options.h"
#include "cli/options/model_option.h"
#include "cli/options/number_range.h"
#include "cli/options/parse.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "jtp/base/error.h"
#include "jtp/base/mapped_file.h"
#include "jtp/model/random_model.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kModelSeed = 1, kPictureSeed = 2;

struct BenchOptions {
  std::string model;
  std::string weights;
  std::optional<RandomModelSize> random;
  std::string input;
  std::optional<Precision> precision;
  int threads = 0;
  int batch = 1;
  int repeats = 3;
  bool json = false;
  bool signature = false;
};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct BenchModel {
  std::string name;
  std::shared_ptr<const Model> model;
  double load_seconds = 0;
};

BenchModel load_files(const std::string& name, const fs::path& weights, const BenchOptions& options) {
  const auto start = Clock::now();
  auto model =
      load_network(weights, options.precision.value_or(default_precision()), threads_or_all(options.threads));
  return {name, std::move(model), seconds_since(start)};
}

BenchModel load_model(const BenchOptions& options) {
  if (options.random) {
    const TemporaryFolder folder;
    const char* name = *options.random == RandomModelSize::kTiny ? "random tiny" : "random so400m";
    return load_files(name, write_random_model(*options.random, kModelSeed, folder.path()), options);
  }
  if (!options.weights.empty()) return load_files(options.weights, options.weights, options);
  const ModelFiles files = choose_model(options.model).files;
  return load_files(files.name, files.weights, options);
}

using Pictures = std::vector<std::vector<float>>;

// The first pictures of the file, at most a batch; without a file, one picture with random pixels.
Pictures load_pictures(const BenchOptions& options, const VitConfig& config) {
  const std::string& file = options.input;
  if (file.empty()) return {random_pixels(config, kPictureSeed)};
  const auto side = static_cast<std::size_t>(config.image_size);
  const std::size_t bytes = 3 * side * side * sizeof(float);
  const MappedFile map(file);
  if (map.size() == 0 || map.size() % bytes != 0) {
    fail(ErrorKind::kInvalidInput, "{}: {} bytes are not a whole number of pictures, float32 [3, {}, {}]",
         file, map.size(), side, side);
  }
  const std::size_t count = std::min(map.size() / bytes, static_cast<std::size_t>(options.batch));
  Pictures pictures(count, std::vector<float>(3 * side * side));
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    std::memcpy(pictures[i].data(), map.bytes().data() + i * bytes, bytes);
  }
  return pictures;
}

// Runs the network on `batch` pictures, one after the other.
BenchRepeat run_once(Engine& engine, const Pictures& pictures, int batch) {
  BenchRepeat repeat;
  std::vector<float> scores(static_cast<std::size_t>(engine.config().num_tags));
  const auto start = Clock::now();
  auto stage_start = start;
  const StageEnded stage_ended = [&](Stage stage) {
    const auto now = Clock::now();
    repeat.stages[static_cast<std::size_t>(stage)] +=
        std::chrono::duration<double>(now - stage_start).count() / batch;
    stage_start = now;
  };
  for (int i = 0; i < batch; ++i) {
    if (interrupted()) fail(ErrorKind::kCancelled, "interrupted");
    engine.forward(pictures[static_cast<std::size_t>(i) % pictures.size()], {scores},
                   {.stage_ended = stage_ended});
  }
  repeat.seconds = seconds_since(start) / batch;
  return repeat;
}

BenchResult measure(const BenchOptions& options) {
  const BenchModel loaded = load_model(options);
  const int threads = threads_or_all(options.threads);
  const Kernels& kernels = loaded.model->kernels();
  const auto engine = make_engine(loaded.model, threads);
  const Pictures pictures = load_pictures(options, engine->config());
  BenchResult result{.model = loaded.name,
                     .config = engine->config(),
                     .precision = loaded.model->precision(),
                     .isa = kernels.isa,
                     .half = kernels.half,
                     .threads = threads,
                     .batch = options.batch,
                     .repeats = {},
                     .peaks = {},
                     .load_seconds = loaded.load_seconds};
  PeakMeter meter(kernels, threads);
  run_once(*engine, pictures, 1);  // the first pass touches the engine's memory
  for (int i = 0; i < options.repeats; ++i) {
    meter.measure();
    result.repeats.push_back(run_once(*engine, pictures, options.batch));
  }
  meter.measure();
  result.peaks = meter.best();
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  result.peak_rss_bytes = static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
  return result;
}

void add_options(CLI::App& app, BenchOptions& options) {
  auto* model = add_model_option(app, options.model);
  auto* weights = app.add_option("--weights", options.weights,
                                 "run the network in this file, which needs no tags beside it")
                      ->type_name("FILE.safetensors");
  auto* random =
      add_choice<RandomModelSize>(app, "--random",
                                  {{"so400m", RandomModelSize::kSo400m}, {"tiny", RandomModelSize::kTiny}},
                                  [&](RandomModelSize size) { options.random = size; })
          ->description(
              "use random weights; so400m has the published size and needs 1.8 GB in $TMPDIR during the run");
  random->excludes(weights);
  for (auto* option : {weights, random}) model->excludes(option);
  app.add_option("--input-f32", options.input,
                 "pictures as raw float32 [3, S, S], one after the other (default: random pixels)")
      ->type_name("FILE");
  add_precision_option(app, options.precision);
  add_threads_option(app, options.threads);
  const auto add_count = [&app](const std::string& name, int& count, const std::string& description) {
    app.add_option(name, count, description)
        ->check(whole_number(1, 1'000'000))
        ->type_name("N")
        ->capture_default_str();
  };
  add_count("--batch", options.batch, "pictures per repeat, one after the other; times are per picture");
  add_count("--repeats", options.repeats, "number of repeats; the best one counts");
  app.add_flag("--json", options.json, "print the results as one JSON object");
  auto* signature =
      app.add_flag("--signature", options.signature,
                   "only print a hash of what the plain kernels compute for a fixed network and input");
  for (auto* option : {weights, random}) signature->excludes(option);
  app.footer(
      "\nThe peak is the speed of multiply-add loops on registers with the same threads, measured between "
      "the\n"
      "repeats.\n\n"
      "Example:\n  jtp bench --random so400m --precision bf16 --threads 1\n");
}

}  // namespace

int run_bench(int argc, char** argv) {
  CLI::App app(
      "Measures the network alone: seconds per picture and per stage, and the share of the peak speed.");
  BenchOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  install_signal_handlers();
  if (options.signature) {
    ResultStream().write(engine_signature() + "\n");
    return kExitAllDone;
  }
  const BenchResult result = measure(options);
  ResultStream().write(options.json ? bench_json(result) : bench_text(result));
  return kExitAllDone;
}

}  // namespace jtp
