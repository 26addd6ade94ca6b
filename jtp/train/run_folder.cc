// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/run_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "step-";
constexpr const char* kUnfinished = "unfinished";
constexpr const char* kOptimizer = "optimizer.safetensors";

std::optional<std::int64_t> step_of(const fs::path& path) {
  const std::string name = path.filename().string();
  if (!name.starts_with(kPrefix)) return std::nullopt;
  return parse_number<std::int64_t>(std::string_view(name).substr(kPrefix.size()));
}

void require(const std::error_code& error, const fs::path& path) {
  if (error) fail(ErrorKind::kIo, "{}: {}", path.string(), error.message());
}

bool is_there(const fs::path& path) {
  std::error_code error;
  const bool found = fs::exists(path, error);
  if (error != std::errc::no_such_file_or_directory) require(error, path);
  return found;
}

// Renames it first, so that a run that is killed meanwhile leaves no checkpoint with only some of its files.
void discard(const fs::path& checkpoint) {
  const fs::path doomed = checkpoint.parent_path() / "discarded";
  std::error_code error;
  fs::remove_all(doomed, error);
  require(error, doomed);
  fs::rename(checkpoint, doomed, error);
  require(error, checkpoint);
  fs::remove_all(doomed, error);
  require(error, doomed);
}

// Names in a folder are permanent only after the folder has been flushed.
void flush_folder(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

RunFolder::RunFolder(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  fs::create_directories(folder_ / "checkpoints", error);
  require(error, folder_);
}

fs::path RunFolder::checkpoint(std::int64_t step) const {
  return folder_ / "checkpoints" / fmt::format("{}{:07}", kPrefix, step);
}

std::vector<std::int64_t> RunFolder::checkpoints() const {
  std::vector<std::int64_t> steps;
  std::error_code error;
  fs::directory_iterator entry(folder_ / "checkpoints", error);
  while (!error && entry != fs::directory_iterator()) {
    if (const auto step = step_of(entry->path())) steps.push_back(*step);
    entry.increment(error);
  }
  require(error, folder_ / "checkpoints");
  std::sort(steps.begin(), steps.end());
  return steps;
}

std::optional<std::int64_t> RunFolder::newest() const {
  const std::vector<std::int64_t> steps = checkpoints();
  for (auto it = steps.rbegin(); it != steps.rend(); ++it) {
    if (is_there(checkpoint(*it) / kOptimizer)) return *it;
  }
  return std::nullopt;
}

fs::path RunFolder::begin_checkpoint() const {
  const fs::path path = folder_ / "checkpoints" / kUnfinished;
  std::error_code error;
  fs::remove_all(path, error);
  require(error, path);
  fs::create_directory(path, error);
  require(error, path);
  return path;
}

void RunFolder::commit_checkpoint(std::int64_t step, Rank rank, int keep) const {
  const fs::path unfinished = folder_ / "checkpoints" / kUnfinished, target = checkpoint(step);
  if (is_there(target)) discard(target);  // left by a run that was resumed from an older checkpoint
  std::error_code error;
  fs::rename(unfinished, target, error);
  require(error, target);
  flush_folder(target);
  flush_folder(target.parent_path());
  point("last", step);
  if (rank == Rank::kBest) point("best", step);
  flush_folder(folder_);
  prune(keep);
}

void RunFolder::point(const char* link, std::int64_t step) const {
  const fs::path fresh = folder_ / fmt::format("{}.new", link);
  std::error_code error;
  fs::remove(fresh, error);
  fs::create_directory_symlink(fs::path("checkpoints") / checkpoint(step).filename(), fresh, error);
  require(error, fresh);
  fs::rename(fresh, folder_ / link, error);
  require(error, folder_ / link);
}

std::optional<std::int64_t> RunFolder::best() const {
  std::error_code none;
  return step_of(fs::read_symlink(folder_ / "best", none));
}

void RunFolder::prune(int keep) const {
  std::vector<std::int64_t> steps = checkpoints();
  steps.resize(steps.size() - std::min(steps.size(), static_cast<std::size_t>(keep)));
  for (const std::int64_t step : steps) {
    if (step != best()) {
      discard(checkpoint(step));
      continue;
    }
    std::error_code error;
    fs::remove(checkpoint(step) / kOptimizer, error);
    require(error, checkpoint(step));
  }
}

}  // namespace jtp
