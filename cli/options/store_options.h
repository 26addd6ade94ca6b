// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace jtp {

class ScoreStore;

// --store FILE and --no-store, shared by all commands with a store.
enum class StoreWish {
  kUnsaid,   // neither of them
  kWanted,   // --store, or JTP_STORE
  kRefused,  // --no-store
};

struct StoreOption {
  StoreWish wish = StoreWish::kUnsaid;
  std::filesystem::path file;  // with kWanted
};

// --store FILE (JTP_STORE).
CLI::Option* add_store_option(CLI::App& app, StoreOption& option);

// --no-store, which wins over --store and JTP_STORE.
CLI::Option* add_no_store_option(CLI::App& app, StoreOption& option);

// scores.sqlite in jtp's folder of $XDG_DATA_HOME.
std::filesystem::path default_store();

// The file that the user gave, or default_store().
std::filesystem::path store_file(const StoreOption& option);

// For commands with --no-store. Throws what ScoreStore throws; the message says how to run without a store.
ScoreStore open_optional_store(const std::filesystem::path& file);

}  // namespace jtp
