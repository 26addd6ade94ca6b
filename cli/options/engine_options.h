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

// The options that choose a network and how it runs, for all commands that have them. Each has an environment
// variable, which the option overrides.

// --model, JTP_MODEL: the argument of choose_model().
CLI::Option* add_model_option(CLI::App& app, std::string& model);

// --precision, JTP_PRECISION; nothing means "auto", that is default_precision().
CLI::Option* add_precision_option(CLI::App& app, std::optional<Precision>& precision);

// --threads, JTP_THREADS; 0 if not given.
CLI::Option* add_threads_option(CLI::App& app, int& threads);

// `threads`, or the number of available processors if it is 0.
int threads_or_all(int threads);

}  // namespace jtp
