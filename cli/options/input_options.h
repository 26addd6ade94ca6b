// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "jtp/image/decode.h"
#include "jtp/tagger/inputs.h"

namespace CLI {
class App;
}

namespace jtp {

// Which pictures a command takes and how they are read; shared by all commands that take many pictures.
struct InputOptions {
  std::vector<std::string> paths;
  Recursion recursion = Recursion::kTopOnly;
  std::optional<std::filesystem::path> files_from;
  char list_separator = '\n';
  DecodeOptions decode;
};

void add_input_options(CLI::App& app, InputOptions& options);

// Whether "-", the picture on standard input, is among the paths.
bool reads_standard_input(const InputOptions& options);

// Throws Error kUsage for options that do not go together.
void check_input_options(const InputOptions& options);

// Throws what NameReader throws.
InputRequest make_request(const InputOptions& options);

}  // namespace jtp
