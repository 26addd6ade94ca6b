// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace jtp {

// The folder of a training run (docs/training.md, "What a run leaves"): checkpoints/step-0000120/, and the
// links last and best to two of them. A checkpoint is made under another name and renamed, so that one that
// has its name is whole.
class RunFolder {
 public:
  // Makes the folder where it is missing. Throws Error kIo, as do the others.
  explicit RunFolder(std::filesystem::path folder);

  const std::filesystem::path& path() const { return folder_; }
  std::filesystem::path checkpoint(std::int64_t step) const;

  // Steps of the whole checkpoints, ascending.
  std::vector<std::int64_t> checkpoints() const;
  std::optional<std::int64_t> newest() const;

  // An empty folder for a checkpoint; what a killed run left in it is removed.
  std::filesystem::path begin_checkpoint() const;
  // Gives it its name, makes `last` and, for kBest, `best` lead to it, and removes checkpoints but the newest
  // `keep` and the best, of which only the model is kept when it is not among these.
  enum class Rank { kOrdinary, kBest };
  void commit_checkpoint(std::int64_t step, Rank rank, int keep) const;

 private:
  void point(const char* link, std::int64_t step) const;
  std::optional<std::int64_t> best() const;
  void prune(int keep) const;

  std::filesystem::path folder_;
};

}  // namespace jtp
