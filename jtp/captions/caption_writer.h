// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/captions/sidecar_writer.h"
#include "jtp/output/caption.h"
#include "jtp/output/caption_file.h"
#include "jtp/store/score_store.h"

namespace jtp {

// How captions are written beside pictures.
struct CaptionOptions {
  ExistingCaption existing = ExistingCaption::kSupplement;
  CaptionStyle style;
  std::string extension = ".txt";
};

// Writes the caption files of one run of `jtp tag --write`. With a score store, it records which tags the
// machine wrote, so that the next run updates them, keeps tags that the user added and does not restore tags
// that the user removed, as `jtp export` does. For one thread.
class CaptionWriter {
 public:
  // `store`: a separate connection, or nothing. `model`: Tagger::id(), for the records.
  CaptionWriter(CaptionOptions options, std::optional<ScoreStore> store, const std::string& model);
  CaptionWriter(const CaptionWriter&) = delete;
  CaptionWriter& operator=(const CaptionWriter&) = delete;

  // Writes one caption file; returns the error of this caption, if any. Throws as ScoreStore does.
  std::optional<Error> write(const std::filesystem::path& caption, const std::string& picture_sha256,
                             std::vector<std::string> tags);

  std::int64_t written() const { return written_ + (sidecars_ ? sidecars_->counts().written : 0); }

  // The number of captions removed: the machine created them, and they have no tags left.
  std::int64_t removed() const { return sidecars_ ? sidecars_->counts().removed : 0; }

  // describe_origins() for the captions written so far.
  std::string origins() const { return sidecars_ ? describe_origins(sidecars_->counts()) : std::string(); }

 private:
  const CaptionOptions options_;
  const std::string model_;
  std::optional<ScoreStore> store_;
  std::optional<SidecarWriter> sidecars_;  // with a store
  std::optional<Error> error_;             // of the current caption
  std::int64_t written_ = 0;               // without a store
};

}  // namespace jtp
