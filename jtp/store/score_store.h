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

#include "jtp/store/file_stamp.h"
#include "jtp/store/scorer.h"
#include "jtp/store/stored_scores.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

class Database;

enum class StoreAccess {
  kReadOnly,   // the file must be there, of this schema version; works beside a writer
  kReadWrite,  // the file must be there; an older schema is migrated
  kCreate,     // as kReadWrite, and made where it is missing, with its folders
};

struct StoreOptions {
  StoreAccess access = StoreAccess::kCreate;
  std::chrono::milliseconds busy_timeout{10'000};  // how long to wait for another process's lock
};

// Which scores of a picture are stored.
enum class KeptScores {
  kFromFloor,  // those that are kScoreFloor or more
  kAll,        // all of them too, 4 bytes each
};

struct PictureFacts {
  std::string sha256;  // of the file's bytes, lower-case hexadecimal
  int width = 0;       // pixels, as decoded
  int height = 0;
};

// What a scorer found in one picture.
struct ScoredPicture : PictureFacts {
  std::vector<TagScore> scores;   // every tag with score >= kScoreFloor, by index
  std::vector<float> all_scores;  // [K], exact; empty unless they were kept too
};

// A scored picture under one of its names.
struct ScoredFile {
  std::string path;  // absolute
  ScoredPicture picture;
};

// Pictures by content and what models found in them; one SQLite file (docs/formats.md). Any number of
// processes may have it open: transactions are short, and writers wait for each other up to the time-out. One
// object belongs to one thread at a time; threads that want to work side by side open one each.
//
// Throws Error: kNotFound where there is no such file, kIo (locked longer than the time-out, disk full, no
// rights, damaged; nothing is half-written), kInvalidInput for a file that is no store of jtp, kUnsupported
// for one of a newer schema. Messages name the file.
class ScoreStore {
 public:
  explicit ScoreStore(const std::filesystem::path& file, const StoreOptions& options = {});
  ~ScoreStore();
  ScoreStore(ScoreStore&&) noexcept;
  ScoreStore& operator=(ScoreStore&&) noexcept;

  const std::filesystem::path& file() const { return file_; }

  // Scorers -----------------------------------------------------------------------------------------------

  // The number of the scorer with this key, which is added if it is not there. The names that the model and
  // its tags had last are kept. Throws Error kModel when the model had another number of tags before,
  // kUnsupported above kMaxStoredTags.
  ScorerId add_scorer(const ScorerKey& key, const std::string& model_name, const Vocabulary& vocabulary);

  std::optional<ScorerId> find_scorer(const ScorerKey& key) const;
  std::vector<Scorer> scorers() const;  // in the order they were added
  int num_tags(ScorerId scorer) const;
  Vocabulary vocabulary(ScorerId scorer) const;

  // Pictures ----------------------------------------------------------------------------------------------

  // The content that the file had when it was last seen with this very stamp: its SHA-256.
  std::optional<std::string> find_content(const FileStamp& stamp) const;

  // The content last seen at this absolute path, whatever its stamp was.
  std::optional<std::string> find_content_of_path(const std::string& path) const;

  // Notes which content a file has; a content that was never scored is not noted.
  void put_file(const FileStamp& stamp, const std::string& sha256);

  std::optional<ScoredPicture> find(ScorerId scorer, const std::string& sha256) const;

  // Replaces what the scorer found in this picture before. `scores`: [K].
  void put(ScorerId scorer, const PictureFacts& picture, std::span<const float> scores, KeptScores kept);

  // Every file whose content the scorer has scored, by path, only those below the absolute folder `below`
  // unless that is empty. Files are as they were last seen; they may have gone since. `visit` may read and
  // write the store. all_scores stays empty.
  void for_each_file(ScorerId scorer, const std::string& below,
                     const std::function<void(const ScoredFile&)>& visit) const;

  // Everything that `work` does becomes one transaction: all of it or, when it throws, nothing. Keep it
  // short, since other writers wait. May be nested; the outermost counts.
  void transaction(const std::function<void()>& work);

  // For the other parts of this module.
  Database& database() const { return *database_; }

 private:
  std::filesystem::path file_;
  std::unique_ptr<Database> database_;
};

}  // namespace jtp
