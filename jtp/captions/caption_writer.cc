// SPDX-License-Identifier: Apache-2.0
#include "jtp/captions/caption_writer.h"

#include <utility>

#include "jtp/output/caption_file.h"
#include "jtp/output/caption_update.h"

namespace jtp {
namespace {

// The name of this format in the records. It is not a preset, because every part of it is an option.
constexpr const char* kFormat = "tag";

}  // namespace

CaptionWriter::CaptionWriter(CaptionOptions options, std::optional<ScoreStore> store,
                             const std::string& model)
    : options_(std::move(options)), model_(model), store_(std::move(store)) {
  if (!store_) return;
  sidecars_.emplace(*store_,
                    SidecarPlan{.format = kFormat,
                                .update =
                                    [this](const CaptionState& before, std::span<const std::string> tags) {
                                      return update_caption(before, tags, options_.style, options_.existing);
                                    },
                                .preview = {},
                                .report = [this](const Error& error) { error_ = error; }});
}

std::optional<Error> CaptionWriter::write(const std::filesystem::path& caption,
                                          const std::string& picture_sha256, std::vector<std::string> tags) {
  if (sidecars_) {
    error_.reset();
    sidecars_->add({stored_path(caption), picture_sha256, model_, std::move(tags)});
    sidecars_->finish();  // at once: the caption must exist before results that name the picture
    return error_;
  }
  try {
    const CaptionChange change = update_caption_file(caption, tags, options_.style, options_.existing);
    if (change == CaptionChange::kWritten) ++written_;
    return std::nullopt;
  } catch (const Error& error) {
    return error;
  }
}

}  // namespace jtp
