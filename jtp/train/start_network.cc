// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/start_network.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/files/safetensors.h"
#include "jtp/train/initialize.h"
#include "jtp/train/model_weights.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

fs::path find_weights(const fs::path& start) {
  if (!fs::is_directory(start)) return start;
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(start)) {
    if (entry.path().filename() == "model.safetensors") return entry.path();
    if (entry.path().extension() == ".safetensors") found.push_back(entry.path());
  }
  if (found.size() != 1)
    fail(ErrorKind::kNotFound, "{}: has {}, expected one", start.string(),
         counted(found.size(), ".safetensors file"));
  return found.front();
}

std::optional<fs::path> beside(const fs::path& weights, const char* name) {
  const fs::path path = weights.parent_path() / name;
  return fs::exists(path) ? std::optional(path) : std::nullopt;
}

// The shapes of tensors do not reveal a wrong number of heads.
void check_heads(const VitModule& module, const SafetensorsFile& file) {
  const VitConfig sizes = read_vit_config(file, beside(file.path(), "config.json"));
  if (sizes.heads != module.config().heads) {
    fail(ErrorKind::kModel, "{}: has {}, but model.heads is {}", file.path().string(),
         counted(sizes.heads, "head"), module.config().heads);
  }
}

std::vector<int> rows_of_tags(const Vocabulary& from, const Vocabulary& to) {
  std::vector<int> rows;
  for (int t = 0; t < to.size(); ++t) rows.push_back(from.find(to.name(t)).value_or(-1));
  return rows;
}

}  // namespace

void start_network(const VitModule& module, const NetworkStart& start, const Vocabulary& vocabulary) {
  if (start.start.empty()) initialize(module, start.seed);
  initialize_head(module, start.bias);
  if (start.start.empty()) return;
  const SafetensorsFile file(find_weights(start.start));
  load_backbone(module, file);
  if (!file.contains("head.weight") && !file.contains("head.linear.weight")) return;
  check_heads(module, file);
  const auto tags_json = beside(file.path(), "tags.json");
  if (!tags_json)
    fail(ErrorKind::kNotFound, "{}: has a head, but no tags.json beside it", file.path().string());
  const Vocabulary known = load_vocabulary(*tags_json, beside(file.path(), "tags.csv"));
  load_head(module, file, rows_of_tags(known, vocabulary));
}

}  // namespace jtp
