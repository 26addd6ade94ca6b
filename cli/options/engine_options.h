// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "jtp/model/engine.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace jtp {

// The options that choose a network and how it runs, for every command that has them. Each stands in for an
// environment variable.

// --model, JTP_MODEL: what choose_model() takes.
CLI::Option* add_model_option(CLI::App& app, std::string& model);

// --precision, JTP_PRECISION; nothing is "auto", default_precision().
CLI::Option* add_precision_option(CLI::App& app, std::optional<Precision>& precision);

// --threads, JTP_THREADS; 0 where it is not given.
CLI::Option* add_threads_option(CLI::App& app, int& threads);

// The number that `threads` asks for: every processor where it is 0.
int threads_or_all(int threads);

}  // namespace jtp
