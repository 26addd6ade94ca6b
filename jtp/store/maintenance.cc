// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/maintenance.h"

#include <fmt/format.h>

#include <system_error>

#include "jtp/base/error.h"
#include "jtp/store/database.h"
#include "jtp/store/hash_bytes.h"
#include "jtp/store/schema.h"

namespace jtp {
namespace {

// A damaged file needs no more lines than this.
constexpr std::int64_t kMaxProblems = 100;

std::int64_t size_of(const std::filesystem::path& file) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(file, missing);
  return missing ? 0 : static_cast<std::int64_t>(size);
}

void check_scores(Database& database, std::vector<std::string>& problems) {
  Query rows = database.query(
      "SELECT sha256, num_tags, scores, length(all_scores) FROM result JOIN picture ON picture.id = picture"
      " JOIN scorer ON scorer.id = scorer JOIN model ON model.id = model");
  while (rows.next() && std::ssize(problems) < kMaxProblems) {
    try {
      decode_scores(rows.bytes(2), static_cast<int>(rows.integer(1)));
    } catch (const Error& error) {
      problems.push_back(fmt::format("picture {}: {}", hash_hex(rows.bytes(0)), error.what()));
    }
    if (!rows.is_null(3) && rows.integer(3) != 4 * rows.integer(1)) {
      problems.push_back(fmt::format("picture {}: all_scores has {} bytes, not {}", hash_hex(rows.bytes(0)),
                                     rows.integer(3), 4 * rows.integer(1)));
    }
  }
}

}  // namespace

StoreStats store_stats(const ScoreStore& store) {
  Database& database = store.database();
  return {.schema_version = stored_version(database),
          .bytes = size_of(store.file()) + size_of(store.file().string() + "-wal"),
          .free_bytes = database.integer("PRAGMA freelist_count") * database.integer("PRAGMA page_size"),
          .pictures = database.integer("SELECT count(*) FROM picture"),
          .files = database.integer("SELECT count(*) FROM file"),
          .features = database.integer("SELECT count(*) FROM feature"),
          .written_files = database.integer("SELECT count(*) FROM written_file WHERE NOT intended"),
          .scorers = store.scorers()};
}

std::vector<std::int64_t> tag_frequencies(const ScoreStore& store, ScorerId scorer,
                                          std::span<const float> thresholds) {
  std::vector<std::int64_t> counts(thresholds.size());
  const auto number = static_cast<std::int64_t>(scorer);
  Query rows = store.database().query("SELECT scores FROM result WHERE scorer = ?", {number});
  while (rows.next()) {
    for (const TagScore& tag : decode_scores(rows.bytes(0), static_cast<int>(thresholds.size()))) {
      const auto index = static_cast<std::size_t>(tag.index);
      counts[index] += tag.score > thresholds[index] ? 1 : 0;
    }
  }
  return counts;
}

std::vector<std::string> check_store(const ScoreStore& store) {
  Database& database = store.database();
  std::vector<std::string> problems;
  Query integrity = database.query("PRAGMA integrity_check");
  while (integrity.next()) {
    if (integrity.bytes(0) != "ok") problems.push_back(integrity.text(0));
  }
  if (!problems.empty()) return problems;
  Query foreign = database.query("PRAGMA foreign_key_check");
  while (foreign.next() && std::ssize(problems) < kMaxProblems) {
    problems.push_back(
        fmt::format("a row of {} refers to a missing row of {}", foreign.bytes(0), foreign.bytes(2)));
  }
  check_scores(database, problems);
  return problems;
}

void vacuum_store(ScoreStore& store) {
  store.database().execute("VACUUM");
  store.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace jtp
