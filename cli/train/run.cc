// SPDX-License-Identifier: Apache-2.0
#include "cli/train/run.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit_code.h"
#include "cli/options/number_range.h"
#include "cli/options/parse.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/status_line.h"
#include "cli/terminal/terminal.h"
#include "cli/train/config.h"
#include "cli/train/training_set.h"
#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"
#include "jtp/base/text.h"
#include "jtp/prior/tag_prior.h"
#include "jtp/train/dry_run.h"
#include "jtp/train/trainer.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

constexpr int kPublishedTags = 9083;  // of JTP PILOT, for a dry run without data
constexpr std::uint64_t kMaxTextBytes = std::uint64_t{16} << 20;

struct TrainOptions {
  std::string config;
  std::vector<std::string> overrides;
  std::string out;
  bool dry_run = false;
  bool print_config = false;
  std::int64_t micro_batch = 1;
};

void add_options(CLI::App& app, TrainOptions& options) {
  app.add_option("config", options.config, "the configuration; docs/training.md explains every key")
      ->type_name("CONFIG.toml")
      ->required();
  app.add_option("--set", options.overrides, "set a key of the configuration, overriding the file")
      ->type_name("SECTION.KEY=VALUE")
      ->allow_extra_args(false);
  app.add_option("-o,--out", options.out, "folder of the run (output.folder of the configuration)")
      ->type_name("DIR");
  app.add_flag("--print-config", options.print_config, "print every key with its value and exit");
  app.add_flag("--dry-run", options.dry_run,
               "train two steps on random pictures, and show the memory needed on 1, 2, 4 and 8 devices");
  app.add_option("--dry-micro-batch", options.micro_batch, "with --dry-run: pictures per micro-batch")
      ->check(whole_number(1, 4096))
      ->type_name("N")
      ->capture_default_str();
  app.footer(
      "\nAn interrupted run resumes when it is started again with the same folder. Several processes share "
      "a\n"
      "run under torchrun, srun or mpirun.\n\n"
      "Example:\n"
      "  jtp train configs/mini.toml --set data.set=set/ --set data.pictures=images/ \\\n"
      "    --set data.prior=prior/ -o run/\n"
      "  jtp tag --model run/best picture.png\n");
}

std::optional<std::string> environment_variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::string read_text(const fs::path& path) {
  const auto bytes = read_file(path, kMaxTextBytes, ErrorKind::kInvalidInput);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string toml_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string gigabytes(std::int64_t bytes) {
  return fmt::format("{:.2f} GB", static_cast<double>(bytes) / 1e9);
}

std::string format_training(const TrainProgress& p) {
  std::string text =
      p.last_step > 0 ? fmt::format("step {} of {}", p.step, p.last_step) : fmt::format("step {}", p.step);
  text += fmt::format(" (epoch {:.1f}), loss {:.4g}", p.epoch, p.loss);
  if (p.informedness) text += fmt::format(", J {:.3f}", *p.informedness);
  text += fmt::format(", {:.4g} pictures/s", p.pictures_per_second);
  if (std::isfinite(p.seconds_left)) text += fmt::format(", {} left", format_duration(p.seconds_left));
  return text;
}

// The memory per device, for the configured micro-batch and several numbers of devices.
std::string memory_table(const TrainConfig& config, const VitConfig& sizes) {
  std::string text = fmt::format("\nmicro-batches of {}, {} per step:\n", config.schedule.micro_batch,
                                 counted(config.schedule.batch, "picture"));
  for (const int devices : {1, 2, 4, 8}) {
    const MemoryEstimate e = estimate_memory(sizes, config.compute, config.schedule.micro_batch, devices);
    text += fmt::format("  {} device{} {} each: {} weights, gradients and optimiser, {} activations\n",
                        devices, devices == 1 ? ": " : "s:", gigabytes(e.total()),
                        gigabytes(e.parameters + e.gradients + e.optimizer + e.buckets + e.converted),
                        gigabytes(e.activations + e.transient));
  }
  return text;
}

int run_dry(const TrainConfigFile& file, const TrainOptions& options) {
  const fs::path set = file.config.data.set;
  const int tags = !set.empty() && fs::exists(set / "tags.json")
                       ? load_vocabulary(set / "tags.json", std::nullopt).size()
                       : kPublishedTags;
  const VitConfig sizes = network_sizes(file.config.model, tags);
  const DryRunResult r = dry_run(file.config, {tags, options.micro_batch});
  ResultStream().write(fmt::format(
      "{:.1f} million weights, {}; 2 steps of 2 micro-batches of {} on the {}\n"
      "loss {:.4g}, {:.1f} s per step\n"
      "memory: {} estimated, {} measured\n{}",
      static_cast<double>(r.parameters) / 1e6, counted(tags, "tag"), options.micro_batch,
      r.device == DeviceKind::kCpu ? "CPU" : "GPU", r.loss, r.seconds_per_step, gigabytes(r.estimate.total()),
      gigabytes(r.measured_peak), memory_table(file.config, sizes)));
  return kExitAllDone;
}

void require_paths(const TrainConfig& config, const std::string& source) {
  for (const auto& [key, path] : {std::pair{"data.set", config.data.set},
                                  {"data.pictures", config.data.pictures},
                                  {"output.folder", config.output.folder}}) {
    if (path.empty()) fail(ErrorKind::kUsage, "{}: {} is missing", source, key);
  }
}

std::optional<TagPrior> load_prior(const fs::path& folder, const Manifest& manifest) {
  if (folder.empty()) return std::nullopt;
  const fs::path path = folder / "prior.safetensors";
  TagPrior prior = read_tag_prior(path);
  if (prior.tag_list_sha256 != manifest.header().tag_list_sha256)
    fail(ErrorKind::kUsage, "{}: made with a vocabulary other than that of data.set", path.string());
  return prior;
}

int run_real(const TrainConfigFile& file, const std::string& source) {
  const TrainConfig& config = file.config;
  require_paths(config, source);
  const Launch launch = find_launch(environment_variable);
  const TrainingSet set(config.data.set);
  const std::optional<TagPrior> prior = load_prior(config.data.prior, set.manifest);
  StatusLine line(style_of_stderr());
  const TrainObserver observer{interrupted(),
                               [&line](const TrainProgress& p) {
                                 if (line.is_due()) line.show(format_training(p));
                               },
                               [&line](std::string_view text) {
                                 line.clear();
                                 print_message(printable(fmt::format("jtp train: {}", text)));
                               }};
  const TrainInputs inputs{set.manifest,
                           set.vocabulary,
                           prior ? &*prior : nullptr,
                           read_text(config.data.set / "tags.json"),
                           read_text(config.data.set / "tags.csv"),
                           file.text};
  const TrainResult result = train(config, inputs, observer, launch);
  line.clear();
  const int code = result.stopped && interrupted() ? interrupted_exit_code() : kExitAllDone;
  if (launch.place.rank != 0) return code;
  if (result.stopped) {
    print_message(fmt::format("jtp train: stopped after step {}; the same command resumes", result.steps));
    return code;
  }
  const fs::path folder = config.output.folder;
  ResultStream().write(
      result.best_step > 0
          ? fmt::format("{}; best J {:.3f} at step {}: {}\n", counted(result.steps, "step"), result.best,
                        result.best_step, (folder / "best").string())
          : fmt::format("{}: {}\n", counted(result.steps, "step"), (folder / "last").string()));
  return kExitAllDone;
}

}  // namespace

int run_training(int argc, char** argv) {
  CLI::App app(
      "Trains a tagger of the JTP architecture from scratch, from a SigLIP backbone or from another tagger.");
  TrainOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  if (!options.out.empty()) options.overrides.push_back("output.folder=" + toml_string(options.out));
  const TrainConfigFile file = read_train_config(options.config, options.overrides);
  if (options.print_config) {
    ResultStream().write(file.text);
    return kExitAllDone;
  }
  install_signal_handlers();
  if (options.dry_run) return run_dry(file, options);
  return run_real(file, options.config);
}

}  // namespace jtp
