// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/review/commands.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/hub/models.h"
#include "jtp/review/verdict_log.h"

namespace jtp {
namespace {

constexpr std::string_view kHelp =
    "Usage: jtp review open FILE [OPTIONS of 'jtp serve'] ...\n\n"
    "Starts 'jtp serve' with the review on its page, at #review. Every answer is saved before the next\n"
    "question comes; stop with Ctrl-C and continue later. If FILE does not exist and --store is given, the\n"
    "page begins a new review.\n\n"
    "Example:\n  jtp review open wings.jsonl --reviewer anna\n";

// The model that gave the scores, if 'jtp serve' knows its name: heat maps should come from the same model.
std::string model_of(const std::string& file) {
  if (!std::filesystem::exists(file)) return {};
  const std::string model = read_review(file).plan.model;
  const std::string name = model.substr(0, model.find('@'));
  std::vector<std::string> known = known_model_names();
  known.emplace_back("mini");
  return std::find(known.begin(), known.end(), name) == known.end() ? std::string() : name;
}

}  // namespace

int run_review_open(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto has = [&](std::string_view name) {
    return std::any_of(arguments.begin(), arguments.end(), [&](const std::string& argument) {
      return argument == name || argument.starts_with(std::string(name) + "=");
    });
  };
  if (has("--help") || has("-h")) {
    std::fputs(kHelp.data(), stdout);
    return kExitAllDone;
  }
  if (arguments.empty() || arguments.front().starts_with('-')) {
    fail(ErrorKind::kUsage, "the review file is missing; usage: jtp review open FILE");
  }
  const std::string file = arguments.front();
  arguments.front() = "--review=" + file;
  const std::string model = has("--model") ? std::string() : model_of(file);
  if (!model.empty()) arguments.push_back("--model=" + model);
  arguments.insert(arguments.begin(), "serve");
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  return run_serve(static_cast<int>(arguments.size()), pointers.data());
}

}  // namespace jtp
