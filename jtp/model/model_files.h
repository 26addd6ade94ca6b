// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace jtp {

// The files of one model. tags.json, tags.csv and config.json are beside the weights.
struct ModelFiles {
  std::string name;  // for display: the folder's or the file's name
  std::filesystem::path weights;
  std::filesystem::path tags_json;
  std::optional<std::filesystem::path> tags_csv;
  std::optional<std::filesystem::path> config_json;
};

// Finds the files given a folder that holds one .safetensors file (or one called model.safetensors), or the
// weights file itself. Throws Error kModel naming the missing file, or the candidates if there are several.
ModelFiles find_model_files(const std::filesystem::path& folder_or_weights);

// SHA-256 of the weights file. A file in a hub cache has its hash as its name (the target of its symbolic
// link). Other hashes are remembered in `cache_folder` by device, inode, size and time of change.
std::string model_hash(const std::filesystem::path& weights,
                       const std::optional<std::filesystem::path>& cache_folder);

}  // namespace jtp
