// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace jtp {

// The folder of a training run (docs/training.md, "What a run leaves"): checkpoints/step-0000120/ and so on,
// and the links `last` and `best` to two of them. A checkpoint is written under another name and renamed, so
// a checkpoint with a final name is complete.
class RunFolder {
 public:
  // Creates the folder if necessary. Throws Error kIo, like the other functions.
  explicit RunFolder(std::filesystem::path folder);

  const std::filesystem::path& path() const { return folder_; }
  std::filesystem::path checkpoint(std::int64_t step) const;

  // The steps of the complete checkpoints, ascending.
  std::vector<std::int64_t> checkpoints() const;
  std::optional<std::int64_t> newest() const;

  // An empty folder for a new checkpoint; the remains of a killed run are removed.
  std::filesystem::path begin_checkpoint() const;
  // Gives the checkpoint its name, points `last` and, for kBest, `best` at it, and removes all checkpoints
  // except the newest `keep` and the best. If the best is not among the newest, only its model is kept.
  enum class Rank { kOrdinary, kBest };
  void commit_checkpoint(std::int64_t step, Rank rank, int keep) const;

 private:
  void point(const char* link, std::int64_t step) const;
  std::optional<std::int64_t> best() const;
  void prune(int keep) const;

  std::filesystem::path folder_;
};

}  // namespace jtp
