// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/score_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/store/database.h"
#include "jtp/store/hash_bytes.h"
#include "jtp/store/path_range.h"
#include "jtp/store/schema.h"

namespace jtp {
namespace fs = std::filesystem;

namespace {

// Replaces the size of a file that may have changed unnoticed since; no file has this size.
constexpr std::int64_t kUnsettledSize = -1;

// Files read at a time, so that no read transaction is open while the caller works.
constexpr std::int64_t kChunk = 256;

std::int64_t number(ScorerId id) { return static_cast<std::int64_t>(id); }

// An empty file that only its owner can read, because a store names pictures and says what they show.
void make_file(const fs::path& file) {
  std::error_code error;
  const fs::path folder = fs::absolute(file).parent_path();
  fs::create_directories(folder, error);
  if (error)
    fail(ErrorKind::kIo, "{}: cannot make the folder {}: {}", file.string(), folder.string(),
         error.message());
  const int fd = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (fd >= 0) {
    ::close(fd);
  } else if (errno != EEXIST) {
    fail(ErrorKind::kIo, "{}: cannot make the file: {}", file.string(), std::strerror(errno));
  }
}

void require_current(Database& database) {
  const int version = stored_version(database);
  if (version == schema_version()) return;
  fail(ErrorKind::kUnsupported, "{}: a store of version {} instead of {}; 'jtp store check' migrates it",
       database.file().string(), version, schema_version());
}

void put_tags(Database& database, std::int64_t model, const Vocabulary& vocabulary) {
  database.execute("DELETE FROM tag WHERE model = ?", {model});
  for (int tag = 0; tag < vocabulary.size(); ++tag) {
    database.execute(
        "INSERT INTO tag VALUES (?, ?, ?, ?)",
        {model, tag, std::string_view(vocabulary.name(tag)), to_string(vocabulary.category(tag))});
  }
  const std::int64_t entries = database.integer("SELECT count(*) FROM entry");
  for (std::int64_t entry = entries; entry < vocabulary.size(); ++entry) {
    database.execute("INSERT INTO entry VALUES (?)", {entry});
  }
}

bool has_tags(Database& database, std::int64_t model, const Vocabulary& vocabulary) {
  Query tags = database.query("SELECT name, category FROM tag WHERE model = ? ORDER BY position", {model});
  int tag = 0;
  for (; tags.next(); ++tag) {
    const bool same = tag < vocabulary.size() && tags.bytes(0) == vocabulary.name(tag) &&
                      tags.bytes(1) == to_string(vocabulary.category(tag));
    if (!same) return false;
  }
  return tag == vocabulary.size();
}

std::int64_t add_model(Database& database, const std::string& hash, const std::string& name,
                       const Vocabulary& vocabulary) {
  Query found = database.query("SELECT id, num_tags FROM model WHERE hash = ?", {std::string_view(hash)});
  if (!found.next()) {
    database.execute("INSERT INTO model (hash, name, num_tags) VALUES (?, ?, ?)",
                     {std::string_view(hash), std::string_view(name), vocabulary.size()});
    const std::int64_t model = database.last_insert_id();
    put_tags(database, model, vocabulary);
    return model;
  }
  const std::int64_t model = found.integer(0);
  if (found.integer(1) != vocabulary.size()) {
    fail(ErrorKind::kModel, "{}: the model {} has {} tags in the store, but {} now", database.file().string(),
         name, found.integer(1), vocabulary.size());
  }
  database.execute("UPDATE model SET name = ?1 WHERE id = ?2 AND name <> ?1",
                   {std::string_view(name), model});
  if (!has_tags(database, model, vocabulary)) put_tags(database, model, vocabulary);
  return model;
}

// The number of the picture, which is added if it is unknown.
std::int64_t add_picture(Database& database, const std::string& sha256) {
  const std::string hash = hash_bytes(sha256);
  database.execute("INSERT INTO picture (sha256) VALUES (?) ON CONFLICT DO NOTHING", {Blob{hash}});
  return database.integer("SELECT id FROM picture WHERE sha256 = ?", {Blob{hash}});
}

std::vector<float> to_floats(std::string_view bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

std::string_view bytes_of(std::span<const float> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

// The columns from `first` on: sha256, width, height, scores.
ScoredPicture read_picture(const Database& database, const Query& row, int first, int num_tags) try {
  ScoredPicture picture;
  picture.sha256 = hash_hex(row.bytes(first));
  picture.width = static_cast<int>(row.integer(first + 1));
  picture.height = static_cast<int>(row.integer(first + 2));
  picture.scores = decode_scores(row.bytes(first + 3), num_tags);
  return picture;
} catch (const Error& error) {
  throw with_context(error, database.file().string());
}

// The first kChunk files of the range.
std::vector<ScoredFile> read_chunk(Database& database, ScorerId scorer, const PathRange& range,
                                   int num_tags) {
  Query rows = database.query(
      "SELECT path, sha256, width, height, scores FROM file"
      " CROSS JOIN result ON result.picture = file.picture AND scorer = ?"
      " JOIN picture ON picture.id = file.picture WHERE path > ? AND path < ? ORDER BY path LIMIT ?",
      {number(scorer), std::string_view(range.after), std::string_view(range.before), kChunk});
  std::vector<ScoredFile> files;
  while (rows.next())
    files.push_back({.path = rows.text(0), .picture = read_picture(database, rows, 1, num_tags)});
  return files;
}

// A store of an older program, which a reader must not change, changes once. Where that cannot be, the reader
// says why.
void bring_up_to_date(const fs::path& file, const StoreOptions& options) {
  try {
    Database database(file, DatabaseMode::kReadOnly, options.busy_timeout);
    const int version = stored_version(database);
    if (version == 0 || version == schema_version()) return;
    ScoreStore(file, {.access = StoreAccess::kReadWrite, .busy_timeout = options.busy_timeout});
  } catch (const Error&) {
    // The reader meets the same state.
  }
}

}  // namespace

ScoreStore::ScoreStore(const fs::path& file, const StoreOptions& options) : file_(file) {
  if (options.access == StoreAccess::kCreate) make_file(file);
  const bool reads = options.access == StoreAccess::kReadOnly;
  if (reads) bring_up_to_date(file, options);
  database_ = std::make_unique<Database>(file, reads ? DatabaseMode::kReadOnly : DatabaseMode::kReadWrite,
                                         options.busy_timeout);
  if (reads) {
    require_current(*database_);
    return;
  }
  if (options.access == StoreAccess::kReadWrite && stored_version(*database_) == 0) {
    fail(ErrorKind::kInvalidInput, "{}: an empty database, not a store of jtp", file.string());
  }
  migrate(*database_);
  database_->execute("PRAGMA foreign_keys = ON");
  // With write-ahead logging, a power cut may lose the last transactions, but never damages the file.
  database_->execute("PRAGMA synchronous = NORMAL");
}

ScoreStore::~ScoreStore() = default;
ScoreStore::ScoreStore(ScoreStore&&) noexcept = default;
ScoreStore& ScoreStore::operator=(ScoreStore&&) noexcept = default;

void ScoreStore::transaction(const std::function<void()>& work) { database_->transaction(work); }

ScorerId ScoreStore::add_scorer(const ScorerKey& key, const std::string& model_name,
                                const Vocabulary& vocabulary) {
  if (vocabulary.size() > kMaxStoredTags) {
    fail(ErrorKind::kUnsupported, "the model {} has too many tags ({}; a store holds at most {})", model_name,
         vocabulary.size(), kMaxStoredTags);
  }
  transaction([&] {
    const std::int64_t model = add_model(*database_, key.model_hash, model_name, vocabulary);
    database_->execute(
        "INSERT INTO scorer (model, precision, decoding) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        {model, std::string_view(key.precision), std::string_view(key.decoding)});
  });
  return *find_scorer(key);
}

std::optional<ScorerId> ScoreStore::find_scorer(const ScorerKey& key) const {
  Query row = database_->query(
      "SELECT scorer.id FROM scorer JOIN model ON model.id = model WHERE hash = ? AND precision = ? AND "
      "decoding = ?",
      {std::string_view(key.model_hash), std::string_view(key.precision), std::string_view(key.decoding)});
  if (!row.next()) return std::nullopt;
  return ScorerId{row.integer(0)};
}

std::vector<Scorer> ScoreStore::scorers() const {
  Query rows = database_->query(
      "SELECT scorer.id, hash, precision, decoding, name, num_tags, (SELECT count(*) FROM result WHERE "
      "scorer = scorer.id)"
      " FROM scorer JOIN model ON model.id = model ORDER BY scorer.id");
  std::vector<Scorer> scorers;
  while (rows.next()) {
    scorers.push_back(
        {.id = ScorerId{rows.integer(0)},
         .key = {.model_hash = rows.text(1), .precision = rows.text(2), .decoding = rows.text(3)},
         .model_name = rows.text(4),
         .num_tags = static_cast<int>(rows.integer(5)),
         .pictures = rows.integer(6)});
  }
  return scorers;
}

int ScoreStore::num_tags(ScorerId scorer) const {
  return static_cast<int>(database_->integer(
      "SELECT num_tags FROM scorer JOIN model ON model.id = model WHERE scorer.id = ?", {number(scorer)}));
}

Vocabulary ScoreStore::vocabulary(ScorerId scorer) const {
  Query rows = database_->query(
      "SELECT name, category FROM tag WHERE model = (SELECT model FROM scorer WHERE id = ?) ORDER BY "
      "position",
      {number(scorer)});
  std::vector<std::string> names;
  std::vector<TagCategory> categories;
  while (rows.next()) {
    names.push_back(rows.text(0));
    const auto category = parse_category(rows.bytes(1));
    if (!category) fail(ErrorKind::kIo, "{}: unknown category '{}'", file_.string(), rows.bytes(1));
    categories.push_back(*category);
  }
  return {std::move(names), std::move(categories)};
}

std::optional<std::string> ScoreStore::find_content(const FileStamp& stamp) const {
  Query row = database_->query(
      "SELECT sha256 FROM file JOIN picture ON picture.id = picture WHERE path = ? AND size = ? AND mtime_ns "
      "= ?",
      {std::string_view(stamp.path), stamp.size, stamp.mtime_ns});
  if (!row.next()) return std::nullopt;
  return hash_hex(row.bytes(0));
}

std::optional<std::string> ScoreStore::find_content_of_path(const std::string& path) const {
  Query row = database_->query("SELECT sha256 FROM file JOIN picture ON picture.id = picture WHERE path = ?",
                               {std::string_view(path)});
  if (!row.next()) return std::nullopt;
  return hash_hex(row.bytes(0));
}

void ScoreStore::put_file(const FileStamp& stamp, const std::string& sha256) {
  const std::int64_t size = is_settled(stamp) ? stamp.size : kUnsettledSize;
  database_->execute(
      "INSERT INTO file SELECT ?1, id, ?3, ?4 FROM picture WHERE sha256 = ?2"
      " ON CONFLICT (path) DO UPDATE SET picture = excluded.picture, size = excluded.size, mtime_ns = "
      "excluded.mtime_ns",
      {std::string_view(stamp.path), Blob{hash_bytes(sha256)}, size, stamp.mtime_ns});
}

std::optional<ScoredPicture> ScoreStore::find(ScorerId scorer, const std::string& sha256) const {
  Query row = database_->query(
      "SELECT sha256, width, height, scores, all_scores FROM picture JOIN result ON picture = picture.id"
      " WHERE sha256 = ? AND scorer = ?",
      {Blob{hash_bytes(sha256)}, number(scorer)});
  if (!row.next()) return std::nullopt;
  const int tags = num_tags(scorer);
  ScoredPicture picture = read_picture(*database_, row, 0, tags);
  picture.all_scores = to_floats(row.bytes(4));
  if (!picture.all_scores.empty() && picture.all_scores.size() != static_cast<std::size_t>(tags)) {
    fail(ErrorKind::kIo, "{}: picture {} has {} scores instead of {}", file_.string(), sha256,
         picture.all_scores.size(), tags);
  }
  return picture;
}

void ScoreStore::put(ScorerId scorer, const PictureFacts& picture, std::span<const float> scores,
                     KeptScores kept) {
  if (scores.size() != static_cast<std::size_t>(num_tags(scorer))) {
    fail(ErrorKind::kInternal, "{} for a model with {} tags", counted(scores.size(), "score"),
         num_tags(scorer));
  }
  const std::string encoded = encode_scores(scores);
  const SqlValue all = kept == KeptScores::kAll ? SqlValue(Blob{bytes_of(scores)}) : SqlValue(Null{});
  transaction([&] {
    database_->execute(
        "INSERT INTO result (scorer, picture, width, height, scores, all_scores) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (scorer, picture) DO UPDATE SET width = excluded.width, height = excluded.height,"
        " scores = excluded.scores, all_scores = excluded.all_scores",
        {number(scorer), add_picture(*database_, picture.sha256), picture.width, picture.height,
         Blob{encoded}, all});
  });
}

void ScoreStore::for_each_file(ScorerId scorer, const std::string& below,
                               const std::function<void(const ScoredFile&)>& visit) const {
  const int tags = num_tags(scorer);
  const PathRange range = paths_below(below);
  std::string last = range.after;
  std::vector<ScoredFile> files;
  do {
    files = read_chunk(*database_, scorer, {.after = last, .before = range.before}, tags);
    if (!files.empty()) last = files.back().path;
    for (const ScoredFile& file : files) visit(file);
  } while (!files.empty());
}

}  // namespace jtp
