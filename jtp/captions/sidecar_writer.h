// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/output/caption_update.h"
#include "jtp/store/file_stamp.h"
#include "jtp/store/provenance.h"
#include "jtp/store/score_store.h"

namespace jtp {

// The tags of one sidecar.
struct SidecarJob {
  std::string path;            // absolute (stored_path())
  std::string picture_sha256;  // of the picture that it belongs to
  std::string model;           // that found the tags: model_id()
  std::vector<std::string> tags;
};

// What a SidecarWriter does with the sidecars.
struct SidecarPlan {
  std::string format;  // that the records name: "kohya"
  // update_caption(), update_xmp() or one of the undo functions.
  std::function<CaptionState(const CaptionState& before, std::span<const std::string> tags)> update;
  // With it nothing is written: it gets the difference that would have been made to each file.
  std::function<void(const std::string& diff)> preview;
  // What went wrong with one sidecar; the others go on.
  std::function<void(const Error&)> report;
};

struct SidecarCounts {
  std::int64_t written = 0;
  std::int64_t removed = 0;
  std::int64_t unchanged = 0;
  std::int64_t failed = 0;
};

// Brings sidecars up to date with what the machine finds, and keeps the record of what in them is the
// machine's: the intention is recorded before a file changes and confirmed afterwards, so that whenever the
// program dies the record and the file together say which tags are whose (docs/decisions/0713). Works in
// batches, one of which is written while the next one is prepared; a file that somebody changes meanwhile is
// left alone and reported.
class SidecarWriter {
 public:
  SidecarWriter(ScoreStore& store, SidecarPlan plan) : store_(store), plan_(std::move(plan)) {}

  // Throws what the store throws. Every sidecar once.
  void add(SidecarJob job);

  // Writes what is left.
  void finish();

  const SidecarCounts& counts() const { return counts_; }

 private:
  struct Change {
    SidecarJob job;
    CaptionState before;
    CaptionState after;
    std::optional<FileStamp> stamp;  // of the file that was read
    bool has_record = false;
    bool has_intention = false;       // of a run that was cut off
    bool intention_happened = false;  // the file is as the record intended it
    std::optional<Error> error{};
  };

  Change prepare(SidecarJob job) const;
  void preview(const Change& change);
  void write_batch();
  void record_intentions();
  void start_writing();
  void finish_writing();
  void record_outcomes();
  WrittenFile record_of(const Change& change) const;
  void fail_change(Change& change, const Error& error);

  ScoreStore& store_;
  SidecarPlan plan_;
  std::vector<Change> batch_;
  SidecarCounts counts_;
  // The batch that is being written: its files, those of them that change, and how that went.
  std::vector<Change> writing_;
  std::vector<Change*> changed_;
  std::future<std::vector<std::optional<Error>>> outcomes_;
};

// What in a sidecar is the machine's, given its text as it is now. After a run that was cut off `record` has
// two answers; where neither has the hash of the text, because somebody has changed the file since, the tags
// that stand in it decide.
std::optional<CaptionShare> settled_share(const WriteRecord& record, const std::string& text);

}  // namespace jtp
