// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace jtp {

// --trigger WORD, repeatable.
CLI::Option* add_trigger_option(CLI::App& app, std::vector<std::string>& triggers);

// A --prefix must not run into the first tag, nor a --suffix into the last one.
CLI::Validator prefix_border();
CLI::Validator suffix_border();

}  // namespace jtp
