// SPDX-License-Identifier: Apache-2.0
#include "cli/options/model_option.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "cli/options/environment.h"
#include "jtp/base/error.h"
#include "jtp/hub/cache.h"
#include "jtp/hub/models.h"

namespace jtp {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kBundled = "mini";
constexpr std::string_view kPreferred = "pilot";

// The bundled model's folder: installed beside the program, or in the source tree that built it.
std::optional<fs::path> find_bundled() {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  const fs::path source_tree = JTP_SOURCE_DIR;
  for (const fs::path& models :
       {program / "../share/jtp/models", program / "../../models", source_tree / "models"}) {
    const fs::path folder = (models / kBundled).lexically_normal();
    if (fs::exists(folder / "model.safetensors", ignored)) return folder;
  }
  return std::nullopt;
}

// Turns errors with files into kModel: for the user, a missing or unreadable file is a problem of the model.
template <typename Function>
auto as_model_error(const Function& function) {
  try {
    return function();
  } catch (const Error& error) {
    const bool files = error.kind() == ErrorKind::kNotFound || error.kind() == ErrorKind::kIo ||
                       error.kind() == ErrorKind::kInvalidInput;
    if (files) throw Error(ErrorKind::kModel, error.what());
    throw;
  }
}

ModelFiles files_of(const NamedModel& model) {
  if (!model.path) {
    fail(ErrorKind::kModel, "model '{}' is not on this machine; to get it: {}", model.name, model.how_to_get);
  }
  ModelFiles files = find_model_files(*model.path);
  files.name = model.name;
  return files;
}

ModelChoice choose_default(const std::vector<NamedModel>& models) {
  const auto named = [&](std::string_view name) {
    return *std::find_if(models.begin(), models.end(),
                         [&](const NamedModel& model) { return model.name == name; });
  };
  const NamedModel preferred = named(kPreferred);
  if (preferred.path) return {files_of(preferred), "model: pilot (--model chooses another)"};
  return {
      files_of(named(kBundled)),
      "model: mini, which knows only drawn emoji; for real work get pilot with 'jtp pull pilot' (1.75 GB)"};
}

}  // namespace

std::vector<NamedModel> named_models() {
  std::vector<NamedModel> models;
  models.push_back({std::string(kBundled), find_bundled(), "install jtp with its share/jtp/models folder"});
  for (const std::string& name : known_model_names()) {
    const auto weights = find_cached(parse_model_spec(name), hub_cache_dir());
    models.push_back({name, weights, fmt::format("jtp pull {}", name)});
  }
  return models;
}

ModelChoice choose_model(const std::string& wanted) {
  return as_model_error([&]() -> ModelChoice {
    const auto models = named_models();
    if (wanted.empty()) return choose_default(models);
    for (const NamedModel& model : models) {
      if (model.name == wanted) return {files_of(model), ""};
    }
    if (!fs::exists(wanted)) {
      fail(ErrorKind::kModel, "unknown model '{}'; give mini, pilot, pilot2, a folder or a .safetensors file",
           wanted);
    }
    return {find_model_files(wanted), ""};
  });
}

std::filesystem::path own_cache() { return xdg_cache_dir() / "jtp"; }

std::shared_ptr<const Model> load_network(const fs::path& weights, Precision precision, int threads) {
  const fs::path config = fs::path(weights).replace_filename("config.json");
  std::error_code ignored;
  const auto config_json = fs::exists(config, ignored) ? std::optional(config) : std::nullopt;
  return as_model_error([&] { return Model::load(weights, config_json, precision, threads); });
}

Tagger load_tagger(const ModelFiles& files, TaggerOptions options) {
  options.cache = {.folder = own_cache(), .limit_bytes = cache_limit_from_environment()};
  return as_model_error([&] { return Tagger::load(files, options); });
}

}  // namespace jtp
