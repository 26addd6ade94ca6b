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
#include "jtp/captions/record_search.h"
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
  std::int64_t kept_texts = 0;  // of these sidecars the store keeps a text of the user's that was replaced
  std::int64_t moved = 0;       // known by their content: their folder was moved, or is reached by a link
  std::int64_t copied = 0;      // likewise, in a copy of their folder
  std::int64_t unknown = 0;     // from elsewhere, but changed since: whose tags are whose is not known
};

// What the counts of an origin mean to the user: ", 12 captions recognised after a move"; empty for none.
std::string describe_origins(const SidecarCounts& counts);

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
    FoundRecord found{};
    bool intention_happened = false;  // the file is as the record intended it, in a run that was cut off
    std::optional<Error> error{};

    bool has_record() const { return found.record.written || found.record.intended; }
  };

  Change prepare(SidecarJob job) const;
  void preview(const Change& change);
  void adopt_record(const Change& change);
  void count(const Change& change);
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

}  // namespace jtp
