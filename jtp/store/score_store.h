// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jtp/base/picture_facts.h"
#include "jtp/store/file_stamp.h"
#include "jtp/store/scorer.h"
#include "jtp/store/stored_scores.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

class Database;

enum class StoreAccess {
  kReadOnly,   // the file must exist; works beside a writer. An older schema is migrated if possible
  kReadWrite,  // the file must exist; an older schema is migrated
  kCreate,     // like kReadWrite, but creates a missing file and its folders
};

struct StoreOptions {
  StoreAccess access = StoreAccess::kCreate;
  std::chrono::milliseconds busy_timeout{10'000};  // how long to wait for another process's lock
};

// Which scores of a picture are stored.
enum class KeptScores {
  kFromFloor,  // scores of at least kScoreFloor
  kAll,        // in addition, all scores with 4 bytes each
};

// The result of a scorer for one picture.
struct ScoredPicture : PictureFacts {
  std::vector<TagScore> scores;   // all tags with score >= kScoreFloor, by index
  std::vector<float> all_scores;  // [K], exact; empty unless they were kept
};

// A scored picture under one of its paths.
struct ScoredFile {
  std::string path;  // absolute
  ScoredPicture picture;
};

// Pictures by content, and what models found in them; one SQLite file (docs/formats.md). Any number of
// processes may have it open: transactions are short, and writers wait for each other up to the time-out. An
// object may be used by one thread at a time; threads that work in parallel must open one each.
//
// Throws Error: kNotFound if the file does not exist, kIo (locked longer than the time-out, disk full, no
// permission, damaged; never half-written), kInvalidInput for a file that is not a store of jtp, kUnsupported
// for one with a newer schema. Messages name the file.
class ScoreStore {
 public:
  explicit ScoreStore(const std::filesystem::path& file, const StoreOptions& options = {});
  ~ScoreStore();
  ScoreStore(ScoreStore&&) noexcept;
  ScoreStore& operator=(ScoreStore&&) noexcept;

  const std::filesystem::path& file() const { return file_; }

  // Scorers -----------------------------------------------------------------------------------------------

  // The number of the scorer with this key, which is added if it is unknown. The latest names of the model
  // and its tags are kept. Throws Error kModel if the model had another number of tags before, kUnsupported
  // above kMaxStoredTags.
  ScorerId add_scorer(const ScorerKey& key, const std::string& model_name, const Vocabulary& vocabulary);

  std::optional<ScorerId> find_scorer(const ScorerKey& key) const;
  std::vector<Scorer> scorers() const;  // in the order in which they were added
  int num_tags(ScorerId scorer) const;
  Vocabulary vocabulary(ScorerId scorer) const;

  // Pictures ----------------------------------------------------------------------------------------------

  // The SHA-256 of the content that the file had when it was last seen with exactly this stamp.
  std::optional<std::string> find_content(const FileStamp& stamp) const;

  // The SHA-256 of the content last seen at this absolute path, with any stamp.
  std::optional<std::string> find_content_of_path(const std::string& path) const;

  // Records the content of a file; does nothing if that content was never scored.
  void put_file(const FileStamp& stamp, const std::string& sha256);

  std::optional<ScoredPicture> find(ScorerId scorer, const std::string& sha256) const;

  // Replaces earlier scores of this picture by the scorer. `scores`: [K].
  void put(ScorerId scorer, const PictureFacts& picture, std::span<const float> scores, KeptScores kept);

  // Visits every file whose content the scorer has scored, ordered by path; unless `below` is empty, only
  // those below that absolute folder. Files are as last seen and may no longer exist. `visit` may read and
  // write the store. all_scores stays empty.
  void for_each_file(ScorerId scorer, const std::string& below,
                     const std::function<void(const ScoredFile&)>& visit) const;

  // Runs `work` as one transaction: if it throws, nothing is written. Keep it short, because other writers
  // wait. May be nested; the outermost one counts.
  void transaction(const std::function<void()>& work);

  // For other parts of this module.
  Database& database() const { return *database_; }

 private:
  std::filesystem::path file_;
  std::unique_ptr<Database> database_;
};

}  // namespace jtp
