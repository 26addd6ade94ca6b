// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/schema.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>

#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr std::int64_t kApplicationId = 0x6A747073;  // "jtps", by which `file` and other programs recognise a
                                                     // store

// Version 1: pictures, the files that contain them, and scores. The encoding of `scores` is in
// jtp/store/stored_scores.h. `entry` counts 0, 1, ... and `byte` has all values of a byte in order: with
// them, plain SQL can decode the scores, so the views work without jtp.
constexpr const char* kScores = R"sql(
CREATE TABLE picture (
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32));

CREATE TABLE file (
  path TEXT PRIMARY KEY NOT NULL,
  picture INTEGER NOT NULL REFERENCES picture,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX file_by_picture ON file (picture);

CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  num_tags INTEGER NOT NULL);

CREATE TABLE tag (
  model INTEGER NOT NULL REFERENCES model,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  PRIMARY KEY (model, position)) WITHOUT ROWID;
CREATE INDEX tag_by_name ON tag (name);

CREATE TABLE scorer (
  id INTEGER PRIMARY KEY,
  model INTEGER NOT NULL REFERENCES model,
  precision TEXT NOT NULL,
  decoding TEXT NOT NULL,
  UNIQUE (model, precision, decoding));

CREATE TABLE result (
  id INTEGER PRIMARY KEY,
  scorer INTEGER NOT NULL REFERENCES scorer,
  picture INTEGER NOT NULL REFERENCES picture,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  scores BLOB NOT NULL,
  all_scores BLOB,
  UNIQUE (scorer, picture));
CREATE INDEX result_by_picture ON result (picture);

CREATE TABLE entry (number INTEGER PRIMARY KEY);
CREATE TABLE byte (all_values BLOB NOT NULL);

CREATE VIEW pictures AS
SELECT file.path AS file, lower(hex(picture.sha256)) AS sha256, result.width, result.height,
       model.name AS model, scorer.precision, scorer.decoding
FROM file
JOIN picture ON picture.id = file.picture
JOIN result ON result.picture = picture.id
JOIN scorer ON scorer.id = result.scorer
JOIN model ON model.id = scorer.model;

CREATE VIEW tags AS
SELECT file.path AS file, tag.name AS tag, tag.category,
       ((instr(byte.all_values, substr(result.scores, 6 * entry.number + 3, 1)) - 1) * 16777216
        + (instr(byte.all_values, substr(result.scores, 6 * entry.number + 4, 1)) - 1) * 65536
        + (instr(byte.all_values, substr(result.scores, 6 * entry.number + 5, 1)) - 1) * 256
        + (instr(byte.all_values, substr(result.scores, 6 * entry.number + 6, 1)) - 1)) / 2147483648.0
         AS score,
       model.name AS model, scorer.precision, scorer.decoding
FROM byte
JOIN file
JOIN result ON result.picture = file.picture
JOIN scorer ON scorer.id = result.scorer
JOIN model ON model.id = scorer.model
JOIN entry ON entry.number < length(result.scores) / 6
JOIN tag ON tag.model = model.id
  AND tag.position = (instr(byte.all_values, substr(result.scores, 6 * entry.number + 1, 1)) - 1) * 256
                     + (instr(byte.all_values, substr(result.scores, 6 * entry.number + 2, 1)) - 1);
)sql";

// Version 2: what was written where. `tags` and `declined` have one line per tag. The row with `intended`
// exists while a file is being written; see jtp/store/provenance.h.
constexpr const char* kProvenance = R"sql(
CREATE TABLE written_file (
  path TEXT NOT NULL,
  intended INTEGER NOT NULL CHECK (intended IN (0, 1)),
  format TEXT NOT NULL,
  model TEXT NOT NULL,
  picture_sha256 BLOB NOT NULL,
  made_by_machine INTEGER NOT NULL CHECK (made_by_machine IN (0, 1)),
  tags TEXT NOT NULL,
  declined TEXT NOT NULL,
  sha256 BLOB NOT NULL,
  time INTEGER NOT NULL,
  PRIMARY KEY (path, intended)) WITHOUT ROWID;

CREATE VIEW written AS
SELECT path AS file, format, model, tags, declined, lower(hex(sha256)) AS sha256,
       datetime(time, 'unixepoch') AS time
FROM written_file WHERE NOT intended;
)sql";

// Version 3: the network's pooled output, float16, little-endian.
constexpr const char* kFeatures = R"sql(
CREATE TABLE feature (
  result INTEGER PRIMARY KEY REFERENCES result,
  pooled BLOB NOT NULL);
)sql";

// Version 4: the place of the machine's text in a written file.
constexpr const char* kInsertion = R"sql(
ALTER TABLE written_file ADD COLUMN insertion_begin INTEGER NOT NULL DEFAULT 0;
ALTER TABLE written_file ADD COLUMN insertion_end INTEGER NOT NULL DEFAULT 0;
)sql";

// Version 5: records are found by the picture too, since folders move; and the text of the user's that
// --existing replace took the place of.
constexpr const char* kMovesAndReplacements = R"sql(
CREATE INDEX written_file_by_picture ON written_file (picture_sha256);
ALTER TABLE written_file ADD COLUMN replaced BLOB;
)sql";

constexpr std::array kSteps = {kScores, kProvenance, kFeatures, kInsertion, kMovesAndReplacements};

void fill_byte(Database& database) {
  std::string values(256, '\0');
  for (int value = 0; value < 256; ++value)
    values[static_cast<std::size_t>(value)] = static_cast<char>(value);
  database.execute("INSERT INTO byte VALUES (?)", {Blob{values}});
}

// Before a store changes its version: a copy of it beside it, "scores.sqlite.v4.backup". Another process may
// be making the same one.
void keep_backup(Database& database) {
  const std::filesystem::path backup =
      fmt::format("{}.v{}.backup", database.file().string(), stored_version(database));
  const std::filesystem::path part = fmt::format("{}.{}", backup.string(), ::getpid());
  if (std::filesystem::exists(backup)) return;
  database.execute("VACUUM INTO ?", {std::string_view(part.string())});
  std::filesystem::rename(part, backup);
}

}  // namespace

int schema_version() { return static_cast<int>(kSteps.size()); }

int stored_version(Database& database) {
  const std::string name = database.file().string();
  std::int64_t version = 0, application = 0, entries = 0;
  database.snapshot([&] {  // another process may be creating the store
    version = database.integer("PRAGMA user_version");
    application = database.integer("PRAGMA application_id");
    entries = database.integer("SELECT count(*) FROM sqlite_schema");
  });
  if (application == 0 && version == 0 && entries == 0) return 0;
  if (application != kApplicationId) {
    fail(ErrorKind::kInvalidInput, "{}: an SQLite database, but not a store of jtp", name);
  }
  if (version < 1 || version > schema_version()) {
    fail(ErrorKind::kUnsupported, "{}: a store of version {}; this program reads versions 1 to {}", name,
         version, schema_version());
  }
  return static_cast<int>(version);
}

void migrate(Database& database) {
  if (stored_version(database) == schema_version()) return;
  if (stored_version(database) == 0) database.use_write_ahead_log();
  if (stored_version(database) > 0) keep_backup(database);
  database.transaction([&] {
    const int version = stored_version(database);  // another process may have been faster
    for (int step = version; step < schema_version(); ++step) {
      database.execute_script(kSteps[static_cast<std::size_t>(step)]);
    }
    if (version == 0) {
      fill_byte(database);
      database.execute_script(fmt::format("PRAGMA application_id = {}", kApplicationId).c_str());
    }
    database.execute_script(fmt::format("PRAGMA user_version = {}", schema_version()).c_str());
  });
}

}  // namespace jtp
