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
  ServerOptions server;  // but for the thresholds, the model's name and the version
  Preload preload = Preload::kNo;
  RequestLog log = RequestLog::kOff;
  std::chrono::seconds patience{30};  // with requests under way when the server is to end
};

// The options, or the exit code where --help was answered or the command line is wrong. Throws Error kUsage
// and, for the file with the key, kIo, kNotFound.
std::variant<ServeOptions, int> parse_serve_options(int argc, char** argv);

}  // namespace jtp
