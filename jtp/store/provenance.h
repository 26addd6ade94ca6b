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

// Who made a file that the machine writes tags into.
enum class FileOrigin { kMachine, kUser };

// What the machine wrote into one file.
struct WrittenFile {
  std::string path;            // absolute (stored_path())
  std::string format;          // the preset that wrote it: "kohya"
  std::string model;           // model_id() of the scorer
  std::string picture_sha256;  // of the picture that the tags are of
  FileOrigin origin = FileOrigin::kMachine;
  std::vector<std::string> tags;      // that stand in the file because of the machine, as names
  std::vector<std::string> declined;  // that the machine wrote once and the user took out
  std::string sha256;                 // of the whole file after writing
  std::int64_t insertion_begin = 0;   // bytes of the file, in which all of the machine's text stands:
  std::int64_t insertion_end = 0;     // [begin, end), empty where it is scattered
  std::int64_t time = 0;              // of writing, seconds since 1970
  bool operator==(const WrittenFile&) const = default;
};

// Both may be there: after a run that was cut off it is not known whether the intended write has happened. It
// has if the file's hash is that of `intended`; else `written` still holds.
struct WriteRecord {
  std::optional<WrittenFile> written;
  std::optional<WrittenFile> intended;
};

// Which tags of which files are the machine's. Writing a file takes three steps, of which the first and the
// last may be done for many files in one ScoreStore::transaction():
//
//   intend()  what the file is going to be, before it changes
//   write the file
//   confirm()
//
// so that at any moment a crash leaves a record from which the truth is found again.
class Provenance {
 public:
  explicit Provenance(ScoreStore& store) : store_(store) {}

  WriteRecord find(const std::string& path) const;

  // The one of the two that holds, given the file's SHA-256 as it is now (empty: there is no file).
  std::optional<WrittenFile> find_settled(const std::string& path, const std::string& sha256) const;

  void intend(const WrittenFile& file);   // replaces an earlier intention
  void confirm(const std::string& path);  // the intention becomes what was written
  void abandon(const std::string& path);  // the intention is dropped: the file was not written
  void forget(const std::string& path);   // both go: the machine has nothing in this file

  // Everything that was written (not what is only intended) below the absolute folder `below`, all of it if
  // that is empty, by path. `visit` may read and write the store.
  void for_each_written(const std::string& below, const std::function<void(const WrittenFile&)>& visit) const;

  // The paths of all records at or below the absolute path `below`, also those that are only intended: what a
  // run that was cut off may have written.
  std::vector<std::string> paths(const std::string& below) const;

 private:
  ScoreStore& store_;
};

}  // namespace jtp
