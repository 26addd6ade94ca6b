// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace jtp {

// The files of one model. tags.json, tags.csv and config.json stand beside the weights.
struct ModelFiles {
  std::string name;  // for people: the folder's or the file's name
  std::filesystem::path weights;
  std::filesystem::path tags_json;
  std::optional<std::filesystem::path> tags_csv;
  std::optional<std::filesystem::path> config_json;
};

// From a folder that holds one .safetensors file (or one called model.safetensors), or from the weights file
// itself. Throws Error kNotFound / kModel naming what is missing.
ModelFiles find_model_files(const std::filesystem::path& folder_or_weights);

// SHA-256 of the weights file. A file in a hub cache is named by its hash already (its symbolic link says
// so); other hashes are remembered in `cache_folder` by device, inode, size and time of change.
std::string model_hash(const std::filesystem::path& weights,
                       const std::optional<std::filesystem::path>& cache_folder);

}  // namespace jtp
