// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace jtp {

// --trigger WORD, repeatable.
CLI::Option* add_trigger_option(CLI::App& app, std::vector<std::string>& triggers);

// Checks that a --prefix does not run into the first tag, or a --suffix into the last one.
CLI::Validator prefix_border();
CLI::Validator suffix_border();

}  // namespace jtp
