// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cli/export/options.h"
#include "jtp/store/score_store.h"

namespace jtp {

struct SourceCounts {
  std::int64_t taken = 0;
  std::int64_t gone = 0;      // pictures that no longer exist
  std::int64_t unscored = 0;  // pictures in the folders for which the store has no scores
};

// The scored pictures that the user named, in the order of their paths. Scores belong to the content of a
// picture, so a picture that the store knows only under another path is found too.
class ExportSource {
 public:
  ExportSource(const ScoreStore& store, ScorerId scorer, const ExportOptions& options)
      : store_(store), scorer_(scorer), options_(options) {}

  using Visit = std::function<void(const ScoredFile&)>;
  using Report = std::function<void(const Error&)>;

  // Calls `visit` for each picture whose content has scores, until the user asks to stop. Calls `report` for
  // each path or picture that the store does not know, or knows only with other content.
  SourceCounts for_each(const Visit& visit, const Report& report);

 private:
  void take_path(const std::string& path);
  void take_known(const ScoredFile& file);
  void take_by_content(const std::string& path);
  std::vector<std::string> unknown_pictures(const std::string& folder) const;
  bool is_known(const std::string& path) const;
  const std::string& content_of(const std::string& path);

  const ScoreStore& store_;
  ScorerId scorer_;
  const ExportOptions& options_;
  std::unordered_map<std::string, std::string> contents_;  // SHA-256 by path, of files that were read
  SourceCounts counts_;
  const Visit* visit_ = nullptr;    // during for_each()
  const Report* report_ = nullptr;  // likewise
};

}  // namespace jtp
