// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <variant>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/options/engine_options.h"
#include "cli/options/model_option.h"
#include "cli/options/open_model.h"
#include "cli/serve/options.h"
#include "cli/serve/service_notice.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/terminal.h"
#include "cli/version.h"
#include "jtp/base/error.h"
#include "jtp/serve/server.h"

namespace jtp {
namespace {

using namespace std::chrono_literals;

ServerCallbacks callbacks(const ServeOptions& options, const ModelFiles& files) {
  ServerCallbacks result;
  result.load_model = [&options, files] {
    return load_tagger(files, {.precision = options.precision,
                               .threads = options.server.threads,
                               .decode = options.server.decode,
                               .cache = {}});
  };
  result.failed = [](const ServerEvent& event) { print_message(printable("jtp serve: " + event.text)); };
  if (options.log == RequestLog::kOn) {
    result.answered = [](const ServerEvent& event) { print_message(printable(event.text)); };
  }
  return result;
}

// Returns when the user or the system asks the program to stop.
void wait_for_signal() {
  while (!interrupted()) std::this_thread::sleep_for(50ms);
}

}  // namespace

int run_serve(int argc, char** argv) {
  auto parsed = parse_serve_options(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  auto& options = std::get<ServeOptions>(parsed);

  const ModelFiles model = find_model(options.model);
  options.server.thresholds =
      make_thresholds(options.thresholds, load_vocabulary(model.tags_json, model.tags_csv));
  options.server.model_name = model.name;
  options.server.version = std::string(version());

  install_signal_handlers();
  Server server(options.server, callbacks(options, model));
  if (options.preload == Preload::kYes) server.preload();
  server.start();
  fmt::print("{}\n", server.url());
  std::fflush(stdout);
  print_message(fmt::format("serving {}; Ctrl-C stops the server", model.name));
  if (options.server.review) print_message(fmt::format("answer the review at {}/#review", server.url()));
  notify_service_manager("READY=1\nSTATUS=" + server.url());

  wait_for_signal();
  notify_service_manager("STOPPING=1");
  server.drain(options.patience);
  return kExitAllDone;
}

}  // namespace jtp
