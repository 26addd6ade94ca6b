// SPDX-License-Identifier: Apache-2.0
#include "cli/options/caption_options.h"

#include <fmt/core.h>

#include <string_view>

namespace jtp {
namespace {

constexpr std::string_view kBorders = ", \n";

bool is_border(char c) { return kBorders.find(c) != std::string_view::npos; }

}  // namespace

CLI::Option* add_trigger_option(CLI::App& app, std::vector<std::string>& triggers) {
  const auto check = [](const std::string& word) -> std::string {
    const bool is_word = word.find_first_not_of(' ') != std::string::npos &&
                         word.find_first_of(",\n\r\t") == std::string::npos;
    return is_word ? "" : fmt::format("'{}' is not a single word or tag; give --trigger once for each", word);
  };
  return app
      .add_option("--trigger", triggers, "put WORD first in every caption, new or existing; may be repeated")
      ->check(CLI::Validator(check, ""))
      ->allow_extra_args(false)
      ->type_name("WORD");
}

CLI::Validator prefix_border() {
  return {[](const std::string& text) -> std::string {
            if (text.empty() || is_border(text.back())) return "";
            return fmt::format(
                "'{0}' would run into the first tag; end it with ', ', or give --trigger '{0}'", text);
          },
          ""};
}

CLI::Validator suffix_border() {
  return {[](const std::string& text) -> std::string {
            if (text.empty() || is_border(text.front())) return "";
            return fmt::format("'{0}' would run into the last tag; begin it with ', '", text);
          },
          ""};
}

}  // namespace jtp
