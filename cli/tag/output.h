// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>

#include "cli/tag/heat_map_writer.h"
#include "cli/tag/options.h"
#include "cli/terminal/result_stream.h"
#include "jtp/captions/caption_writer.h"
#include "jtp/output/caption_file.h"
#include "jtp/output/record.h"
#include "jtp/tagger/tagger.h"

namespace jtp {

// Writes the records of `jtp tag`: caption files, heat maps, and a stream of results in one of the formats.
class TagOutput {
 public:
  // The options and the tagger must outlive the object. Throws what ResultStream, open_optional_store() and
  // HeatMapWriter throw.
  TagOutput(const TagOptions& options, const Tagger& tagger);

  // Writes the caption and the heat maps, then the result. `features`: from the picture's TagResult, for heat
  // maps. Returns the record's error: the one it had, or a caption or heat map that cannot be written. Throws
  // if the results or the store cannot be written.
  std::optional<Error> write(PictureRecord record, std::span<const float> features);

  // Whether a picture needs no tags because its caption existed before the run and must be left alone. Called
  // for each picture before it is tagged, by one thread at a time, which may run beside write().
  bool is_settled(const std::filesystem::path& picture);

  // Marks the results as complete.
  void complete() { stream_.complete(); }

  // The file of the results until they are complete; nothing if they do not go to a file.
  const std::optional<std::filesystem::path>& part() const { return stream_.part(); }

  // Whether results appear on a terminal, mixed with messages.
  bool on_terminal() const { return on_terminal_; }

  std::int64_t captions_written() const { return captions_ ? captions_->written() : 0; }
  std::int64_t captions_removed() const { return captions_ ? captions_->removed() : 0; }
  std::string caption_origins() const { return captions_ ? captions_->origins() : std::string(); }
  std::int64_t heat_maps_written() const { return heat_maps_ ? heat_maps_->written() : 0; }

 private:
  std::optional<Error> write_caption(const PictureRecord& record);
  std::optional<Error> write_heat_maps(const PictureRecord& record, std::span<const float> features);
  std::string format(const PictureRecord& record) const;

  const TagOptions& options_;
  const std::unique_ptr<CaptionWriter> captions_;   // with --write
  const std::unique_ptr<HeatMapWriter> heat_maps_;  // with --heatmap
  CaptionPaths claimed_;
  std::unordered_set<std::string> expected_;  // captions that is_settled() left to write()
  ResultStream stream_;
  bool on_terminal_;
};

}  // namespace jtp
