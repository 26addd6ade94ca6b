// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/model/formats.h"
#include "cli/options/environment.h"
#include "cli/options/model_option.h"
#include "cli/options/parse.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/terminal.h"
#include "cli/version.h"
#include "jtp/base/error.h"
#include "jtp/base/isa.h"
#include "jtp/base/thread_pool.h"
#include "jtp/files/safetensors.h"
#include "jtp/model/packed_format.h"
#include "jtp/model/weight_cache.h"

namespace jtp {
namespace {

using Json = nlohmann::ordered_json;

// The sizes and the hash of a model, without packing its weights.
Json model_json(const ModelFiles& files) {
  const SafetensorsFile file(files.weights);
  const auto packed = is_packed(file) ? std::optional(read_packed_format(file)) : std::nullopt;
  const VitConfig config = packed ? packed->config : read_vit_config(file, files.config_json);
  return {{"name", files.name},
          {"weights", files.weights.string()},
          {"sha256", packed ? packed->model_sha256 : model_hash(files.weights, own_cache())},
          {"packed", packed ? Json(to_string(packed->precision)) : Json(nullptr)},
          {"tags", config.num_tags},
          {"head", config.head == HeadKind::kGated ? "gated" : "plain"},
          {"image_size", config.image_size},
          {"patch_size", config.patch_size},
          {"tokens", config.tokens},
          {"width", config.width},
          {"depth", config.depth},
          {"heads", config.heads},
          {"mlp_width", config.mlp_width},
          {"multiply_adds", config.multiply_adds()}};
}

Json models_json() {
  Json models = Json::array();
  for (const NamedModel& model : named_models()) {
    Json entry = {{"name", model.name}, {"present", model.path.has_value()}};
    if (model.path) entry["path"] = model.path->string();
    if (!model.path) entry["how_to_get"] = model.how_to_get;
    models.push_back(std::move(entry));
  }
  return models;
}

Json isa_json() {
  Json supported = Json::array();
  for (const Isa isa : supported_isas()) supported.push_back(to_string(isa));
  return {{"active", to_string(active_isa())}, {"supported", std::move(supported)}};
}

Json formats_json() {
  Json formats = Json::array();
  for (const FormatSupport& format : format_support()) {
    Json entry = {{"name", to_string(format.format)}, {"built_in", format.built_in}};
    if (!format.built_in) entry["how_to_get"] = format.how_to_get;
    formats.push_back(std::move(entry));
  }
  return formats;
}

Json packed_json() {
  Json files = Json::array();
  std::uint64_t total = 0;
  for (const CachedWeights& file : list_cached_weights(own_cache())) {
    files.push_back({{"name", file.path.filename().string()}, {"bytes", file.bytes}});
    total += file.bytes;
  }
  return {{"folder", packed_folder(own_cache()).string()},
          {"limit_bytes", cache_limit_from_environment()},
          {"bytes", total},
          {"files", std::move(files)}};
}

// The result of `function`, or {"error"} as in the records of `jtp tag`. An error in one part must not hide
// the other parts of `jtp info`.
template <typename Function>
Json or_error(const Function& function) {
  try {
    return function();
  } catch (const Error& error) {
    return {{"error", {{"kind", to_string(error.kind())}, {"message", error.what()}}}};
  }
}

Json info_json(const std::string& wanted) {
  return {{"version", version()},
          {"model", or_error([&] { return model_json(choose_model(wanted).files); })},
          {"models", models_json()},
          {"precision", or_error([] { return to_string(default_precision()); })},
          {"isa", or_error(isa_json)},
          {"threads", {{"used", available_cpus()}, {"affinity", std::thread::hardware_concurrency()}}},
          {"formats", formats_json()},
          {"caches",
           {{"hub", hub_cache_dir().string()}, {"jtp", own_cache().string()}, {"packed", packed_json()}}}};
}

double mebibytes(const Json& bytes) { return static_cast<double>(bytes.get<std::uint64_t>()) / (1 << 20); }

std::string text(const Json& value) { return value.get<std::string>(); }

std::string error_line(const Json& part) { return printable(text(part["error"]["message"])) + "\n"; }

std::string model_lines(const Json& model) {
  if (model.contains("error")) return "model       none: " + error_line(model);
  std::string out = fmt::format("model       {}  {}\n", text(model["name"]), text(model["weights"]));
  out += fmt::format("  sha256    {}\n", text(model["sha256"]));
  if (!model["packed"].is_null()) {
    out += fmt::format("  packed    {}; sha256 is that of the original\n", text(model["packed"]));
  }
  out += fmt::format(
      "  network   {} px in patches of {}, {} tokens, width {}, {} blocks, {} heads; {:.1f} G "
      "multiply-adds\n",
      model["image_size"].get<int>(), model["patch_size"].get<int>(), model["tokens"].get<int>(),
      model["width"].get<int>(), model["depth"].get<int>(), model["heads"].get<int>(),
      static_cast<double>(model["multiply_adds"].get<std::int64_t>()) / 1e9);
  return out + fmt::format("  tags      {} ({} head)\n", model["tags"].get<int>(), text(model["head"]));
}

std::string processor_lines(const Json& info) {
  const Json& isa = info["isa"];
  if (isa.contains("error")) return "processor   " + error_line(isa);
  return fmt::format("precision   {} unless --precision says otherwise\nprocessor   {} (supported: {})\n",
                     text(info["precision"]), text(isa["active"]),
                     fmt::join(isa["supported"].get<std::vector<std::string>>(), ", "));
}

std::string lines(const Json& info) {
  std::string out = fmt::format("jtp         {}\n", text(info["version"])) + model_lines(info["model"]);
  for (const Json& entry : info["models"]) {
    out += fmt::format(
        "  {:<8}  {}\n", text(entry["name"]),
        entry["present"].get<bool>() ? text(entry["path"]) : "missing: " + text(entry["how_to_get"]));
  }
  out += processor_lines(info);
  out += fmt::format("threads     {} used; the affinity mask allows {}, a cgroup quota may allow fewer\n",
                     info["threads"]["used"].get<int>(), info["threads"]["affinity"].get<int>());
  for (const Json& entry : info["formats"]) {
    out += fmt::format("format      {:<4}  {}\n", text(entry["name"]),
                       entry["built_in"].get<bool>() ? "yes" : "no: " + text(entry["how_to_get"]));
  }
  out += fmt::format("hub cache   {}\n", text(info["caches"]["hub"]));
  out += fmt::format("own cache   {}\n", text(info["caches"]["jtp"]));
  const Json& packed = info["caches"]["packed"];
  out += fmt::format("  packed    {:.0f} of at most {:.0f} MiB\n", mebibytes(packed["bytes"]),
                     mebibytes(packed["limit_bytes"]));
  for (const Json& file : packed["files"]) {
    out += fmt::format("            {}  {:.0f} MiB\n", text(file["name"]), mebibytes(file["bytes"]));
  }
  return out;
}

int code_of(const Json& info) {
  if (info["isa"].contains("error")) return kExitDevice;
  return info["model"].contains("error") ? kExitModel : kExitAllDone;
}

}  // namespace

int run_info(int argc, char** argv) {
  CLI::App app("Shows the model, the machine, the picture formats and the caches; useful in bug reports.");
  std::string model;
  bool json = false;
  app.add_option("--model", model, "model to show: mini, pilot, pilot2, a folder or a .safetensors file")
      ->envname("JTP_MODEL");
  app.add_flag("--json", json, "print the information as one JSON object");
  app.footer("\nExample:\n  jtp info --json\n");
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  const Json info = info_json(model);
  ResultStream().write(json ? info.dump(2, ' ', false, Json::error_handler_t::replace) + "\n" : lines(info));
  return code_of(info);
}

}  // namespace jtp
