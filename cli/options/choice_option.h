// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace jtp {

// An option whose value is one of the names of an enumeration.
template <typename Enum>
CLI::Option* add_choice(CLI::App& app, const std::string& name, const std::map<std::string, Enum>& choices,
                        const std::function<void(Enum)>& set) {
  std::vector<std::string> names;
  for (const auto& [text, value] : choices) names.push_back(text);
  return app
      .add_option_function<std::string>(name,
                                        [choices, set](const std::string& text) { set(choices.at(text)); })
      ->check(
          [names](const std::string& text) {
            const bool known = std::find(names.begin(), names.end(), text) != names.end();
            return known ? std::string() : fmt::format("'{}' is not one of {}", text, fmt::join(names, ", "));
          },
          "")
      ->type_name(fmt::format("{}", fmt::join(names, "|")));
}

}  // namespace jtp
