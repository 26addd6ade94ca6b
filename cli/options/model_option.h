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
  std::string how_to_get;                     // how to get it onto this machine
};

// mini, pilot, pilot2.
std::vector<NamedModel> named_models();

// The model that --model chooses. If it is the default, `note` is a line for stderr that names it and says
// how to get a better one.
struct ModelChoice {
  ModelFiles files;
  std::string note;
};

// `wanted`: a name, a folder or a .safetensors file. A name wins over a folder with the same name (which can
// be given as ./mini). Empty for the default: pilot if it has been pulled, otherwise mini. Throws Error
// kModel saying what is missing and how to get it.
ModelChoice choose_model(const std::string& wanted);

// The folder of what jtp can compute again, such as hashes of models and packed weights.
std::filesystem::path own_cache();

// Model::load for a network without its tags, with the config.json beside it if it exists. Errors with the
// files become Error kModel.
std::shared_ptr<const Model> load_network(const std::filesystem::path& weights, Precision precision,
                                          int threads);

// Tagger::load with the cache of hashes and packed weights. Errors with the files become Error kModel.
Tagger load_tagger(const ModelFiles& files, TaggerOptions options);

}  // namespace jtp
