// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "cli/options/threshold_options.h"
#include "jtp/model/engine.h"
#include "jtp/serve/server.h"

namespace jtp {

enum class Preload { kNo, kYes };
enum class RequestLog { kOff, kOn };

// The command line of `jtp serve`.
struct ServeOptions {
  std::string model;
  ThresholdOptions thresholds;
  std::optional<Precision> precision;
  ServerOptions server;  // except the thresholds, the model's name and the version
  Preload preload = Preload::kNo;
  RequestLog log = RequestLog::kOff;
  std::chrono::seconds patience{30};  // time for requests under way to finish when the server stops
};

// The options, or the exit code after --help or a wrong command line. Throws Error kUsage and, for the file
// with the key, kIo or kNotFound.
std::variant<ServeOptions, int> parse_serve_options(int argc, char** argv);

}  // namespace jtp
