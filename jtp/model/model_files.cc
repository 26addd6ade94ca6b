// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/model_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "jtp/base/atomic_file.h"
#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "jtp/base/mapped_file.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

std::optional<fs::path> if_exists(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored) ? std::optional(path) : std::nullopt;
}

// model.safetensors, or the only .safetensors file of the folder.
fs::path find_weights(const fs::path& folder) {
  if (const auto usual = if_exists(folder / "model.safetensors")) return *usual;
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".safetensors") found.push_back(it->path());
  }
  if (error) fail(ErrorKind::kModel, "{}: {}", folder.string(), error.message());
  if (found.empty()) fail(ErrorKind::kModel, "{}: no .safetensors file in this folder", folder.string());
  if (found.size() > 1) {
    std::sort(found.begin(), found.end());
    fail(ErrorKind::kModel, "{}: {} .safetensors files in this folder; name one of them ({}, {} ...)",
         folder.string(), found.size(), found[0].filename().string(), found[1].filename().string());
  }
  return found[0];
}

bool is_sha256(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// Identifies the state of a file without reading it; empty if it cannot be examined.
std::string state_of(const fs::path& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return {};
  return fmt::format("{}-{}-{}-{}.{:09}", info.st_dev, info.st_ino, info.st_size, info.st_ctim.tv_sec,
                     info.st_ctim.tv_nsec);
}

}  // namespace

ModelFiles find_model_files(const fs::path& folder_or_weights) {
  std::error_code ignored;
  if (!fs::exists(folder_or_weights, ignored)) {
    fail(ErrorKind::kModel, "{}: no such model, file or folder", folder_or_weights.string());
  }
  ModelFiles files;
  files.weights =
      fs::is_directory(folder_or_weights, ignored) ? find_weights(folder_or_weights) : folder_or_weights;
  const fs::path folder = files.weights.parent_path();
  files.name = files.weights.stem().string();
  if (files.name == "model") files.name = fs::absolute(folder).lexically_normal().filename().string();
  const auto tags_json = if_exists(folder / "tags.json");
  if (!tags_json) fail(ErrorKind::kModel, "{}: no tags.json beside the weights", files.weights.string());
  files.tags_json = *tags_json;
  files.tags_csv = if_exists(folder / "tags.csv");
  files.config_json = if_exists(folder / "config.json");
  return files;
}

std::string model_hash(const fs::path& weights, const std::optional<fs::path>& cache_folder) {
  std::error_code error;
  const fs::path real = fs::canonical(weights, error);
  if (!error && is_sha256(real.filename().string())) return real.filename().string();

  const std::optional<fs::path> remembered =
      cache_folder ? std::optional(*cache_folder / "model-hashes" / state_of(weights)) : std::nullopt;
  if (remembered) {
    std::string hash;
    if (std::ifstream(*remembered) >> hash && is_sha256(hash)) return hash;
  }
  const MappedFile file(weights);
  std::string hash = sha256_hex(file.bytes());
  file.release(file.bytes());
  if (remembered) {
    fs::create_directories(remembered->parent_path(), error);
    try {
      if (!error) write_file_atomically(*remembered, hash + "\n");
    } catch (const Error&) {
      // If the cache cannot be written, the next start only takes a second longer.
    }
  }
  return hash;
}

}  // namespace jtp
