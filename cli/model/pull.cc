// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/pull.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/options/environment.h"
#include "cli/options/parse.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/status_line.h"
#include "cli/terminal/terminal.h"
#include "cli/version.h"
#include "jtp/base/error.h"
#include "jtp/hub/models.h"

namespace jtp {
namespace {

// "649 of 1755 MB", "3 of 195 kB": decimal units, as hubs and disks use them.
std::string format_bytes(std::uint64_t done, std::uint64_t total) {
  const bool mega = total >= 10'000'000;
  const double unit = mega ? 1e6 : 1e3;
  return fmt::format("{:.0f} of {:.0f} {}", static_cast<double>(done) / unit,
                     static_cast<double>(total) / unit, mega ? "MB" : "kB");
}

// "37 %  649 of 1755 MB  12.3 MB/s  1 min 30 s left  weights.safetensors". The name is last, because a
// terminal may be too narrow for all of it.
std::string format_download(std::string_view file, std::uint64_t done, std::uint64_t total,
                            double bytes_per_second) {
  const double share = total == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(total);
  std::string text = fmt::format("{} %  {}", static_cast<int>(share * 100), format_bytes(done, total));
  if (bytes_per_second > 0) text += fmt::format("  {:.1f} MB/s", bytes_per_second / 1e6);
  if (bytes_per_second > 0 && done < total) {
    text += fmt::format("  {} left", format_duration(static_cast<double>(total - done) / bytes_per_second));
  }
  return text + fmt::format("  {}", file);
}

// Shows the progress of each file on stderr.
class DownloadProgress {
 public:
  explicit DownloadProgress(ProgressStyle style) : line_(style) {}

  void show(std::string_view file, std::uint64_t done, std::uint64_t total) {
    if (file != file_ || done < first_) start(file, done);
    if (!line_.is_due() && done != total) return;
    const double seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
    const double rate = seconds > 0 ? static_cast<double>(done - first_) / seconds : 0;
    line_.show(format_download(std::filesystem::path(file).filename().string(), done, total, rate));
  }

  void message(const std::string& line) {
    line_.clear();
    print_message(printable(line));
  }

  void clear() { line_.clear(); }

 private:
  using Clock = std::chrono::steady_clock;

  // `done`: bytes from an earlier run, which do not count for the speed of this one.
  void start(std::string_view file, std::uint64_t done) {
    line_.clear();
    line_.restart();
    file_ = file;
    first_ = done;
    begin_ = Clock::now();
  }

  StatusLine line_;
  std::string file_;
  std::uint64_t first_ = 0;
  Clock::time_point begin_;
};

struct PullArguments {
  std::vector<std::string> models;
  std::filesystem::path cache_dir;
  bool verify = false;
  bool quiet = false;
};

void add_arguments(CLI::App& app, PullArguments& arguments) {
  app.description(
      "Downloads models from a Hugging Face hub into the cache that all its tools share, and prints the\n"
      "path of each model's weights. Files that are already in the cache are not downloaded again. An\n"
      "interrupted download continues where it stopped.");
  app.add_option("MODEL", arguments.models,
                 "pilot, pilot2, siglip-so400m (the model that they were trained from, for 'jtp train'), or "
                 "OWNER/NAME/FILE.safetensors; each may have @REVISION")
      ->required();
  app.add_option("--cache-dir", arguments.cache_dir, "cache folder, instead of the one in HF_HUB_CACHE")
      ->type_name("DIR");
  app.add_flag("--verify", arguments.verify, "read cached files again and replace damaged ones");
  app.add_flag("-q,--quiet", arguments.quiet, "print no progress");
  app.footer(
      "Example:\n  jtp pull pilot\n  jtp tag --model pilot picture.png\n\nEnvironment variables: "
      "docs/hub.md");
}

HubOptions make_options(const PullArguments& arguments) {
  HubOptions options = hub_options_from_environment();
  if (!arguments.cache_dir.empty()) options.cache_dir = arguments.cache_dir;
  if (arguments.verify) options.cached = CachedFiles::kVerify;
  options.http.user_agent = fmt::format("jtp/{}", version());
  return options;
}

ProgressStyle progress_style(const PullArguments& arguments) {
  if (arguments.quiet || !hub_progress_wanted()) return ProgressStyle::kNone;
  return style_of_stderr();
}

void pull_all(const PullArguments& arguments) {
  std::vector<ModelSpec> specs;  // all are checked before the first download
  for (const std::string& model : arguments.models) specs.push_back(parse_model_spec(model));
  const HubOptions options = make_options(arguments);
  DownloadProgress progress(progress_style(arguments));
  if (options.endpoint != HubOptions().endpoint)
    progress.message("hub: " + options.endpoint + " (HF_ENDPOINT)");
  PullEvents events;
  events.notice = [&](const std::string& line) { progress.message(line); };
  events.progress = [&](std::string_view file, std::uint64_t done, std::uint64_t total) {
    progress.show(file, done, total);
  };
  for (const ModelSpec& spec : specs) {
    const std::filesystem::path weights = pull_model(spec, options, events, interrupted());
    progress.clear();
    ResultStream().write(weights.string() + "\n");
  }
}

}  // namespace

int run_pull(int argc, char** argv) {
  CLI::App app;
  PullArguments arguments;
  add_arguments(app, arguments);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  install_signal_handlers();
  try {
    pull_all(arguments);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kCancelled) {
      print_message("jtp pull: stopped; the downloaded part is kept, and the same command continues it");
    }
    throw;
  }
  return kExitAllDone;
}

}  // namespace jtp
