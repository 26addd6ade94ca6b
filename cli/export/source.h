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
  std::int64_t gone = 0;      // pictures that are not there any more
  std::int64_t unscored = 0;  // pictures in the folders that the store has no scores of
};

// The scored pictures that the user named, in the order of their paths. Scores belong to the content of a
// picture: one that the store knows under another path only is found too.
class ExportSource {
 public:
  ExportSource(const ScoreStore& store, ScorerId scorer, const ExportOptions& options)
      : store_(store), scorer_(scorer), options_(options) {}

  using Visit = std::function<void(const ScoredFile&)>;
  using Report = std::function<void(const Error&)>;

  // Calls `visit` for each picture whose content has scores; for none any more when the user asks to stop.
  // `report` gets what is wrong with a path or a picture: the store does not know it, or with another
  // content.
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
  std::unordered_map<std::string, std::string> contents_;  // by path, of files that were read
  SourceCounts counts_;
  const Visit* visit_ = nullptr;    // during for_each()
  const Report* report_ = nullptr;  // likewise
};

}  // namespace jtp
