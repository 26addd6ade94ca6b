// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "jtp/serve/server.h"
#include "tests/support/files.h"

namespace jtp::test {

// A server in this process with the bundled model, on a port that is free.
class RunningServer {
 public:
  explicit RunningServer(ServerOptions options = {});

  int port() const { return server_.port(); }
  Server& server() { return server_; }

  // The lines for a log so far.
  std::vector<std::string> log() const;

  // What `jtp tag` says about the picture: the same facade.
  const Tagger& tagger() const { return tagger_; }

 private:
  static ServerOptions on_free_port(ServerOptions options);

  mutable std::mutex mutex_;
  std::vector<std::string> log_;
  Tagger tagger_;
  Server server_;
};

// The bytes of an example picture as a string.
std::string example(std::string_view name);

}  // namespace jtp::test
