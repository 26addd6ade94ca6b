// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/model/model_files.h"
#include "jtp/tagger/tagger.h"

namespace jtp {

// A model that has a name: bundled with the program, or in the hub's cache after `jtp pull NAME`.
struct NamedModel {
  std::string name;
  std::optional<std::filesystem::path> path;  // nothing: not on this machine
  std::string how_to_get;                     // what to do then
};

// mini, pilot, pilot2.
std::vector<NamedModel> named_models();

// What --model means. `note` is a line for stderr where the default was taken: which, and how to get the
// better one.
struct ModelChoice {
  ModelFiles files;
  std::string note;
};

// `wanted`: a name, a folder or a .safetensors file (a name wins over a folder called like it: say ./mini);
// empty for the default, pilot if it has been pulled, else mini. Throws Error kModel saying what is missing
// and how to get it.
ModelChoice choose_model(const std::string& wanted);

// Where jtp remembers what it can find out again, such as hashes of models and packed weights.
std::filesystem::path own_cache();

// Model::load for a network without its tags, with the config.json beside it if there is one. Whatever is
// wrong with the files is an Error kModel.
std::shared_ptr<const Model> load_network(const std::filesystem::path& weights, Precision precision,
                                          int threads);

// Tagger::load with the cache of hashes and packed weights; whatever is wrong with the files is an Error
// kModel.
Tagger load_tagger(const ModelFiles& files, TaggerOptions options);

}  // namespace jtp
