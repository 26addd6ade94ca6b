// SPDX-License-Identifier: Apache-2.0
#include "cli/data/dump_options.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "cli/terminal/signals.h"
#include "cli/terminal/status_line.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"

namespace jtp {

void add_dump_options(CLI::App& app, DumpOptions& options) {
  app.add_option("--dump", options.folder,
                 "folder with posts*.csv[.gz], tags*.csv[.gz], tag_aliases*, tag_implications*")
      ->type_name("DIR")
      ->required();
  app.add_flag("--lenient", options.lenient,
               "skip and count broken records instead of stopping at the first");
}

struct PostStatus::State {
  StatusLine line{style_of_stderr()};
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
};

PostStatus::PostStatus() : state_(std::make_unique<State>()) { install_signal_handlers(); }
PostStatus::~PostStatus() = default;

PostProgress PostStatus::progress() {
  return [state = state_.get()](std::uint64_t posts) {
    if (interrupted()) fail(ErrorKind::kCancelled, "interrupted");
    if (!state->line.is_due()) return;
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - state->start;
    state->line.show(
        fmt::format("{}, {:.0f}/s", counted(posts, "post"), static_cast<double>(posts) / elapsed.count()));
  };
}

void report_skipped(const SkippedRecords& skipped) {
  if (skipped.count == 0) return;
  for (const std::string& message : skipped.first) print_message(printable(message));
  print_message(fmt::format("{} skipped", counted(skipped.count, "broken record")));
}

}  // namespace jtp
