// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/checkpoint.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"
#include "jtp/files/safetensors.h"
#include "jtp/train/tensor_files.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

using Json = nlohmann::ordered_json;
constexpr int kVersion = 1;
constexpr const char* kOmission = "omission";
constexpr std::uint64_t kMaxStateBytes = 1U << 20;

// The sizes under timm's names; docs/formats.md, "config.json".
std::string config_json(const VitConfig& c) {
  const Json json = {{"architecture", "vit_siglip (timm)"},
                     {"img_size", c.image_size},
                     {"patch_size", c.patch_size},
                     {"tokens", c.tokens},
                     {"embed_dim", c.width},
                     {"depth", c.depth},
                     {"num_heads", c.heads},
                     {"mlp_dim", c.mlp_width},
                     {"num_classes", c.num_tags},
                     {"layer_norm_eps", 1e-6},
                     {"gelu", "erf"}};
  return json.dump(1) + "\n";
}

void require_finite(std::span<const Parameter> tensors) {
  for (const Parameter& p : tensors) {
    if (!p.value.isfinite().all().item<bool>())
      fail(ErrorKind::kInternal,
           "{}: an element is not finite, or too large for output.weights; no checkpoint is written", p.name);
  }
}

std::vector<Parameter> averaged(const TrainedNetwork& network, at::ScalarType type) {
  const std::vector<at::Tensor> x = network.optimizer.average();
  std::vector<Parameter> parameters(network.module.parameters().begin(), network.module.parameters().end());
  for (Parameter& p : parameters) {
    const auto it = std::find(network.trained.begin(), network.trained.end(), p.name);
    if (it != network.trained.end()) p.value = x[static_cast<std::size_t>(it - network.trained.begin())];
  }
  for (Parameter& p : parameters) p.value = p.value.detach().to(type);
  return parameters;
}

std::vector<Parameter> state_tensors(const TrainedNetwork& network, const RunState& run) {
  const ScheduleFreeAdamW::State& state = network.optimizer.state();
  std::vector<Parameter> tensors;
  for (std::size_t i = 0; i < network.trained.size(); ++i) {
    const std::string& name = network.trained[i];
    tensors.push_back({"y." + name, network.module.at(name).detach()});
    tensors.push_back({"z." + name, state.z[i]});
    tensors.push_back({"v." + name, state.v[i]});
  }
  if (!run.omission.empty()) tensors.push_back({kOmission, at::tensor(run.omission)});
  return tensors;
}

Json state_json(const RunState& s, const ScheduleFreeAdamW::State& optimizer, const RunIdentity& identity) {
  return {{"version", kVersion},
          {"step", s.step},
          {"elapsed_seconds", s.elapsed_seconds},
          {"best", s.best},
          {"best_step", s.best_step},
          {"mean_loss", s.watch.mean},
          {"mean_steps", s.watch.steps},
          {"optimizer_steps", optimizer.steps},
          {"weight_sum", optimizer.weight_sum},
          {"largest_rate", optimizer.largest_rate},
          {"identity", identity}};
}

Json read_json(const fs::path& path) {
  const auto bytes = read_file(path, kMaxStateBytes, ErrorKind::kInvalidInput);
  Json json = Json::parse(reinterpret_cast<const char*>(bytes.data()),
                          reinterpret_cast<const char*>(bytes.data()) + bytes.size(), nullptr, false);
  if (!json.is_object() || json.value("version", 0) != kVersion)
    fail(ErrorKind::kInvalidInput, "{}: not the state of a training run, version {}", path.string(),
         kVersion);
  return json;
}

void check_identity(const fs::path& path, const RunIdentity& begun, const RunIdentity& now) {
  for (const auto& [key, value] : now) {
    const auto it = begun.find(key);
    const std::string before = it == begun.end() ? "unknown" : it->second;
    if (before != value) {
      fail(ErrorKind::kUsage,
           "{}: the run was begun with {} = {}, but now it is {}; use another output folder", path.string(),
           key, before, value);
    }
  }
}

}  // namespace

void write_checkpoint(const fs::path& folder, const TrainedNetwork& network, const RunState& state,
                      const RunIdentity& identity, const ModelFolder& model) {
  const at::NoGradGuard no_grad;
  const std::vector<Parameter> x = averaged(network, model.weights), tensors = state_tensors(network, state);
  require_finite(x);
  require_finite(tensors);
  write_tensors(folder / "model.safetensors", x, {{"format", "pt"}});
  write_file_atomically(folder / "tags.json", model.tags_json);
  write_file_atomically(folder / "tags.csv", model.tags_csv);
  write_file_atomically(folder / "config.json", config_json(network.module.config()));
  write_tensors(folder / "optimizer.safetensors", tensors);
  write_file_atomically(folder / "state.json",
                        state_json(state, network.optimizer.state(), identity).dump(1) + "\n");
}

RunState read_checkpoint(const fs::path& folder, const TrainedNetwork& network, const RunIdentity& identity) {
  const at::NoGradGuard no_grad;
  const fs::path path = folder / "state.json";
  const Json json = read_json(path);
  RunState state;
  ScheduleFreeAdamW::State optimizer;
  try {
    check_identity(path, json.at("identity").get<RunIdentity>(), identity);
    state.step = json.at("step");
    state.elapsed_seconds = json.at("elapsed_seconds");
    state.best = json.at("best");
    state.best_step = json.at("best_step");
    state.watch = {json.at("mean_loss"), json.at("mean_steps")};
    optimizer.steps = json.at("optimizer_steps");
    optimizer.weight_sum = json.at("weight_sum");
    optimizer.largest_rate = json.at("largest_rate");
  } catch (const nlohmann::json::exception& error) {
    fail(ErrorKind::kInvalidInput, "{}: {}", path.string(), error.what());
  }
  const SafetensorsFile file(folder / "optimizer.safetensors");
  const auto tensor = [&](const std::string& name, const at::Tensor& like) {
    const TensorView& view = file.at(name);
    if (at::IntArrayRef(view.shape) != like.sizes())
      fail(ErrorKind::kModel, "{}: tensor {} has the wrong shape", file.path().string(), name);
    return to_tensor(view, file.path().string() + ": tensor " + name).to(like.options());
  };
  for (const std::string& name : network.trained) {
    const at::Tensor& p = network.module.at(name);
    p.copy_(tensor("y." + name, p));
    optimizer.z.push_back(tensor("z." + name, p).set_requires_grad(false));
    optimizer.v.push_back(tensor("v." + name, p).set_requires_grad(false));
  }
  if (file.tensors().contains(kOmission)) {
    const at::Tensor rates = tensor(kOmission, at::empty({network.module.config().num_tags}));
    if (!((rates >= 0) & (rates < 1)).all().item<bool>())
      fail(ErrorKind::kInvalidInput, "{}: every rate of tensor {} must be at least 0 and less than 1",
           file.path().string(), kOmission);
    state.omission.assign(rates.data_ptr<float>(), rates.data_ptr<float>() + rates.numel());
  }
  network.optimizer.restore(std::move(optimizer));
  return state;
}

}  // namespace jtp
