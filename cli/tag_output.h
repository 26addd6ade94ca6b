// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "cli/result_stream.h"
#include "cli/sidecar_writer.h"
#include "cli/tag_options.h"
#include "jtp/output/caption_file.h"
#include "jtp/output/record.h"

namespace jtp {

// Where the records of `jtp tag` go: caption files, and a stream of results in one of the formats.
class TagOutput {
 public:
  // Outlived by both. Throws what ResultStream throws.
  TagOutput(const TagOptions& options, const Vocabulary& vocabulary);

  // Writes the caption, then the result. A caption that cannot be written becomes the record's error, which
  // is returned (as is one that the record had). Throws when the results cannot be written.
  std::optional<Error> write(PictureRecord record);

  // Whether a picture needs no tags, because its caption was there before the run and shall be left alone.
  // Called for each picture before it is tagged; may run beside write(), not beside itself.
  bool is_settled(const std::filesystem::path& picture);

  // The results are complete.
  void complete() { stream_.complete(); }

  // Where the results are as long as they are not complete, if they go to a file.
  const std::optional<std::filesystem::path>& part() const { return stream_.part(); }

  // Whether results appear on a terminal, between messages.
  bool on_terminal() const { return on_terminal_; }

  std::int64_t captions_written() const { return captions_written_; }

 private:
  // A store of its own beside that of the scores: this belongs to the writer.
  struct RecordedCaptions {
    RecordedCaptions(const std::filesystem::path& file, SidecarPlan plan)
        : store(file), writer(store, std::move(plan)) {}
    ScoreStore store;
    SidecarWriter writer;
  };
  std::unique_ptr<RecordedCaptions> open_sidecars();

  void write_caption(const PictureRecord& record);
  std::string format(const PictureRecord& record) const;

  const TagOptions& options_;
  const Vocabulary& vocabulary_;
  std::optional<Error> failure_;  // of the caption being written
  std::unique_ptr<RecordedCaptions> sidecars_;
  CaptionPaths claimed_;
  std::unordered_set<std::string> expected_;  // captions that is_settled() left to write()
  ResultStream stream_;
  bool on_terminal_;
  std::int64_t captions_written_ = 0;
};

}  // namespace jtp
