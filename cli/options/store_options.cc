// SPDX-License-Identifier: Apache-2.0
#include "cli/options/store_options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "cli/options/environment.h"
#include "jtp/base/error.h"
#include "jtp/store/score_store.h"

namespace jtp {

CLI::Option* add_store_option(CLI::App& app, StoreOption& option) {
  return app
      .add_option_function<std::string>(
          "--store",
          [&option](const std::string& file) {
            if (option.wish != StoreWish::kRefused) option = {.wish = StoreWish::kWanted, .file = file};
          },
          "score store (default: " + default_store().string() + ")")
      ->type_name("FILE")
      ->envname("JTP_STORE");
}

CLI::Option* add_no_store_option(CLI::App& app, StoreOption& option) {
  return app.add_flag_callback(
      "--no-store", [&option] { option = {.wish = StoreWish::kRefused, .file = {}}; },
      "do not use or create a score store");
}

std::filesystem::path default_store() { return xdg_data_dir() / "jtp" / "scores.sqlite"; }

std::filesystem::path store_file(const StoreOption& option) {
  return option.wish == StoreWish::kWanted ? option.file : default_store();
}

ScoreStore open_optional_store(const std::filesystem::path& file) {
  try {
    return ScoreStore(file);
  } catch (const Error& error) {
    throw Error(error.kind(), std::string("score store ") + error.what() + "; --no-store runs without it");
  }
}

}  // namespace jtp
