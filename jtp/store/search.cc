// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/search.h"

#include <algorithm>
#include <tuple>

#include "jtp/store/database.h"
#include "jtp/store/hash_bytes.h"
#include "jtp/store/path_range.h"

namespace jtp {
namespace {

bool fits(std::string_view scores, std::span<const TagCondition> conditions) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const TagCondition& condition) {
    const float score = find_score(scores, condition.tag);
    return score >= condition.at_least && score <= condition.at_most;
  });
}

// The first path of the picture's files; empty if it has none in this range.
std::string first_path(Database& database, std::int64_t picture, const PathRange& range) {
  Query row = database.query("SELECT min(path) FROM file WHERE picture = ? AND path > ? AND path < ?",
                             {picture, std::string_view(range.after), std::string_view(range.before)});
  row.next();
  return row.text(0);
}

bool is_better(const FoundPicture& a, const FoundPicture& b) {
  return std::tie(b.score, a.path) < std::tie(a.score, b.path);
}

}  // namespace

FoundPictures search_pictures(const ScoreStore& store, ScorerId scorer,
                              std::span<const TagCondition> conditions, const std::string& below, Page page) {
  Database& database = store.database();
  const PathRange range = paths_below(below);
  // Scores are the largest part of a store, so they are read only if there are conditions.
  Query rows = database.query(
      conditions.empty()
          ? "SELECT picture, sha256, NULL FROM result JOIN picture ON picture.id = picture WHERE scorer = ?"
          : "SELECT picture, sha256, scores FROM result JOIN picture ON picture.id = picture WHERE scorer = "
            "?",
      {static_cast<std::int64_t>(scorer)});
  std::vector<FoundPicture> found;
  while (rows.next()) {
    const std::string_view scores = rows.bytes(2);
    if (!fits(scores, conditions)) continue;
    std::string path = first_path(database, rows.integer(0), range);
    if (path.empty()) continue;
    const float score = conditions.empty() ? 0.0F : find_score(scores, conditions.front().tag);
    found.push_back({.path = std::move(path), .sha256 = hash_hex(rows.bytes(1)), .score = score});
  }
  const auto total = static_cast<std::int64_t>(found.size());
  const auto begin = found.begin() + std::clamp(page.offset, std::int64_t{0}, total);
  const auto end = begin + std::clamp(page.limit, std::int64_t{0}, found.end() - begin);
  std::partial_sort(found.begin(), end, found.end(), is_better);
  return {.total = total, .page = {begin, end}};
}

}  // namespace jtp
