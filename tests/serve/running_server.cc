// SPDX-License-Identifier: Apache-2.0
#include "tests/serve/running_server.h"

#include <utility>

namespace jtp::test {
namespace {

Tagger load_mini() { return Tagger::load(source_dir() / "models/mini", {.threads = 1}); }

}  // namespace

ServerOptions RunningServer::on_free_port(ServerOptions options) {
  options.http.port = 0;
  options.threads = 2;
  options.model_name = "mini";
  options.version = "0.0.0";
  return options;
}

RunningServer::RunningServer(ServerOptions options)
    : tagger_(load_mini()),
      server_(on_free_port(std::move(options)),
              {.load_model = load_mini, .failed = {}, .answered = [this](const ServerEvent& event) {
                 const std::lock_guard lock(mutex_);
                 log_.push_back(event.text);
               }}) {
  server_.start();
}

std::vector<std::string> RunningServer::log() const {
  const std::lock_guard lock(mutex_);
  return log_;
}

std::string example(std::string_view name) { return read_text(source_dir() / "examples" / name); }

}  // namespace jtp::test
