// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jtp/store/score_store.h"

namespace jtp {

// Who created a file that the machine writes tags into.
enum class FileOrigin { kMachine, kUser };

// What the machine wrote into one file.
struct WrittenFile {
  std::string path;            // absolute (stored_path())
  std::string format;          // name of the preset that wrote it: "kohya"
  std::string model;           // model_id() of the scorer
  std::string picture_sha256;  // of the picture that the tags belong to
  FileOrigin origin = FileOrigin::kMachine;
  std::vector<std::string> tags;          // in the file because of the machine, as names
  std::vector<std::string> declined;      // written by the machine once and removed by the user
  std::string sha256;                     // of the whole file after writing
  std::int64_t insertion_begin = 0;       // bytes [begin, end) of the file contain all of the machine's text;
  std::int64_t insertion_end = 0;         // empty if it is scattered
  std::int64_t time = 0;                  // when it was written, seconds since 1970
  std::optional<std::string> replaced{};  // the user's text that the machine's text replaced
  bool operator==(const WrittenFile&) const = default;
};

// Both may be present: after an interrupted run it is unknown whether the intended write happened. It did if
// the file's hash is that of `intended`; otherwise `written` is still valid.
struct WriteRecord {
  std::optional<WrittenFile> written;
  std::optional<WrittenFile> intended;
};

// Which tags in which files were written by the machine. Writing a file takes three steps. The first and the
// last one may be done for many files in a single ScoreStore::transaction():
//
//   intend()  what the file will contain, before it changes
//   write the file
//   confirm()
//
// After a crash at any moment, the records are sufficient to determine the true state.
class Provenance {
 public:
  explicit Provenance(ScoreStore& store) : store_(store) {}

  WriteRecord find(const std::string& path) const;

  // The valid one of the two records, given the file's current SHA-256 (empty: the file does not exist).
  std::optional<WrittenFile> find_settled(const std::string& path, const std::string& sha256) const;

  void intend(const WrittenFile& file);   // replaces an earlier intention
  void confirm(const std::string& path);  // the intention becomes the record of what was written
  void abandon(const std::string& path);  // drops the intention, because the file was not written
  void forget(const std::string& path);   // drops both, because the machine has no text in this file

  // The paths of the records of one picture's sidecars, in any folder.
  std::vector<std::string> paths_of_picture(const std::string& picture_sha256) const;

  // Makes the record of `from` that of `to` (a file that was moved), or a record of both (a copy).
  void move(const std::string& from, const std::string& to);
  void copy(const std::string& from, const std::string& to);

  // Visits every written record (not those that are only intended) below the absolute folder `below`, or all
  // if it is empty, ordered by path. `visit` may read and write the store.
  void for_each_written(const std::string& below, const std::function<void(const WrittenFile&)>& visit) const;

  // The paths of all records at or below the absolute path `below`, including intentions: everything that an
  // interrupted run may have written.
  std::vector<std::string> paths(const std::string& below) const;

 private:
  ScoreStore& store_;
};

}  // namespace jtp
