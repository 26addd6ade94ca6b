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

// The tags to write into one sidecar.
struct SidecarJob {
  std::string path;            // absolute (stored_path())
  std::string picture_sha256;  // of the picture that the sidecar belongs to
  std::string model;           // model_id() of the model that found the tags
  std::vector<std::string> tags;
};

// How a SidecarWriter updates the sidecars.
struct SidecarPlan {
  std::string format;  // as named in the records: "kohya"
  // update_caption(), update_xmp() or one of the undo functions.
  std::function<CaptionState(const CaptionState& before, std::span<const std::string> tags)> update;
  // If set, nothing is written. Called with the diff of every file that would change.
  std::function<void(const std::string& diff)> preview;
  // Called with the error of one sidecar; the others are still written.
  std::function<void(const Error&)> report;
};

struct SidecarCounts {
  std::int64_t written = 0;
  std::int64_t removed = 0;
  std::int64_t unchanged = 0;
  std::int64_t failed = 0;
  std::int64_t kept_texts = 0;  // sidecars whose replaced user text is kept in the store
  std::int64_t moved = 0;       // recognised by content: their folder was moved or is reached through a link
  std::int64_t copied = 0;      // recognised by content in a copy of their folder
  std::int64_t unknown = 0;     // from elsewhere and changed since: the machine's tags are unknown
};

// The counts of moved, copied and unknown sidecars for the user: ", 12 captions recognised after a move".
// Empty if all are 0.
std::string describe_origins(const SidecarCounts& counts);

// Updates sidecars with the machine's tags and records which of their text is the machine's. The intention is
// recorded before a file changes and confirmed afterwards, so that after a crash at any moment the record and
// the file together tell whose tags are whose (docs/decisions/0713). Works in batches: one is written while
// the next one is prepared. A file that another program changes meanwhile is left unchanged and reported.
class SidecarWriter {
 public:
  SidecarWriter(ScoreStore& store, SidecarPlan plan) : store_(store), plan_(std::move(plan)) {}

  // Each sidecar must be added only once. Throws as ScoreStore does.
  void add(SidecarJob job);

  // Writes the remaining sidecars.
  void finish();

  const SidecarCounts& counts() const { return counts_; }

 private:
  struct Change {
    SidecarJob job;
    CaptionState before;
    CaptionState after;
    std::optional<FileStamp> stamp;  // of the file when it was read
    FoundRecord found{};
    bool intention_happened = false;  // an interrupted run wrote the file as its record intended
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
  // The batch that is being written: its sidecars, those that change, and the outcomes of writing them.
  std::vector<Change> writing_;
  std::vector<Change*> changed_;
  std::future<std::vector<std::optional<Error>>> outcomes_;
};

}  // namespace jtp
