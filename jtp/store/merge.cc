// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/merge.h"

#include <map>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/store/database.h"
#include "jtp/store/provenance.h"

namespace jtp {
namespace {

constexpr std::int64_t kRowsPerTransaction = 500;

using ScorerNumbers = std::map<std::int64_t, std::int64_t>;  // number in `from` -> number in `into`

ScorerNumbers merge_scorers(ScoreStore& into, const ScoreStore& from) {
  ScorerNumbers numbers;
  for (const Scorer& scorer : from.scorers()) {
    const ScorerId id = into.add_scorer(scorer.key, scorer.model_name, from.vocabulary(scorer.id));
    numbers[static_cast<std::int64_t>(scorer.id)] = static_cast<std::int64_t>(id);
  }
  return numbers;
}

// Copies one row into another database; returns whether it was new there.
using CopyRow = std::function<bool(const Query& row)>;

// `sql` selects at most ?2 rows whose first column is greater than ?1, in ascending order of that column.
std::int64_t copy_by_number(ScoreStore& into, const ScoreStore& from, std::string_view sql,
                            const CopyRow& copy) {
  std::int64_t copied = 0;
  std::int64_t last = 0;
  std::int64_t rows_read = 0;
  do {
    rows_read = 0;
    into.transaction([&] {
      Query rows = from.database().query(sql, {last, kRowsPerTransaction});
      for (; rows.next(); ++rows_read) {
        last = rows.integer(0);
        if (copy(rows)) ++copied;
      }
    });
  } while (rows_read > 0);
  return copied;
}

bool copy_result(Database& into, const ScorerNumbers& scorers, const Query& row) {
  into.execute("INSERT INTO picture (sha256) VALUES (?) ON CONFLICT DO NOTHING", {Blob{row.bytes(2)}});
  const SqlValue all = row.is_null(6) ? SqlValue(Null{}) : SqlValue(Blob{row.bytes(6)});
  into.execute(
      "INSERT INTO result (scorer, picture, width, height, scores, all_scores)"
      " SELECT ?1, id, ?3, ?4, ?5, ?6 FROM picture WHERE sha256 = ?2 ON CONFLICT DO NOTHING",
      {scorers.at(row.integer(1)), Blob{row.bytes(2)}, row.integer(3), row.integer(4), Blob{row.bytes(5)},
       all});
  return into.changed_rows() > 0;
}

bool copy_feature(Database& into, const ScorerNumbers& scorers, const Query& row) {
  into.execute(
      "INSERT INTO feature SELECT result.id, ?3 FROM result JOIN picture ON picture.id = picture"
      " WHERE scorer = ?1 AND sha256 = ?2 ON CONFLICT DO NOTHING",
      {scorers.at(row.integer(1)), Blob{row.bytes(2)}, Blob{row.bytes(3)}});
  return into.changed_rows() > 0;
}

std::int64_t merge_results(ScoreStore& into, const ScoreStore& from, const ScorerNumbers& scorers) {
  return copy_by_number(
      into, from,
      "SELECT result.id, scorer, sha256, width, height, scores, all_scores FROM result"
      " JOIN picture ON picture.id = picture WHERE result.id > ? ORDER BY result.id LIMIT ?",
      [&](const Query& row) { return copy_result(into.database(), scorers, row); });
}

std::int64_t merge_features(ScoreStore& into, const ScoreStore& from, const ScorerNumbers& scorers) {
  return copy_by_number(into, from,
                        "SELECT feature.result, scorer, sha256, pooled FROM feature"
                        " JOIN result ON result.id = feature.result JOIN picture ON picture.id = picture"
                        " WHERE feature.result > ? ORDER BY feature.result LIMIT ?",
                        [&](const Query& row) { return copy_feature(into.database(), scorers, row); });
}

std::int64_t merge_files(ScoreStore& into, const ScoreStore& from) {
  std::int64_t copied = 0;
  std::int64_t rows_read = 0;
  std::string last;
  do {
    rows_read = 0;
    into.transaction([&] {
      Query rows = from.database().query(
          "SELECT path, sha256, size, mtime_ns FROM file JOIN picture ON picture.id = picture"
          " WHERE path > ? ORDER BY path LIMIT ?",
          {std::string_view(last), kRowsPerTransaction});
      for (; rows.next(); ++rows_read) {
        last = rows.text(0);
        into.database().execute(
            "INSERT INTO file SELECT ?1, id, ?3, ?4 FROM picture WHERE sha256 = ?2"
            " ON CONFLICT (path) DO UPDATE SET picture = excluded.picture, size = excluded.size,"
            " mtime_ns = excluded.mtime_ns WHERE excluded.mtime_ns > mtime_ns",
            {rows.bytes(0), Blob{rows.bytes(1)}, rows.integer(2), rows.integer(3)});
        copied += into.database().changed_rows();
      }
    });
  } while (rows_read > 0);
  return copied;
}

std::int64_t merge_written(ScoreStore& into, ScoreStore& from) {
  std::int64_t copied = 0;
  Provenance here(into);
  Provenance(from).for_each_written("", [&](const WrittenFile& file) {
    const auto known = here.find(file.path).written;
    if (known && known->time >= file.time) return;
    into.transaction([&] {
      here.intend(file);
      here.confirm(file.path);
    });
    ++copied;
  });
  return copied;
}

}  // namespace

MergeCounts merge_store(ScoreStore& into, ScoreStore& from) {
  const ScorerNumbers scorers = merge_scorers(into, from);
  return {.results = merge_results(into, from, scorers),
          .features = merge_features(into, from, scorers),
          .files = merge_files(into, from),
          .written = merge_written(into, from)};
}

}  // namespace jtp
