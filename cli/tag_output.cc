// SPDX-License-Identifier: Apache-2.0
#include "cli/tag_output.h"

#include <utility>
#include <vector>

#include "cli/shard.h"
#include "cli/store_options.h"
#include "cli/tag_text.h"
#include "jtp/base/error.h"

namespace jtp {
namespace fs = std::filesystem;

namespace {

ResultStream open_results(const TagOptions& options) {
  return options.output ? ResultStream(*options.output) : ResultStream();
}

}  // namespace

TagOutput::TagOutput(const TagOptions& options, const Vocabulary& vocabulary)
    : options_(options),
      vocabulary_(vocabulary),
      sidecars_(open_sidecars()),
      stream_(open_results(options)),
      on_terminal_(options.format != ResultFormat::kNothing && !options.output && is_terminal(stdout)) {
  if (options.format == ResultFormat::kCsv) stream_.write(csv_header());
}

// The captions' writer, which remembers in the store what in them is the machine's; nothing without a store.
std::unique_ptr<TagOutput::RecordedCaptions> TagOutput::open_sidecars() {
  if (!options_.captions || !uses_store(options_)) return nullptr;
  const auto update = [captions = *options_.captions](const CaptionState& before,
                                                      std::span<const std::string> tags) {
    return update_caption(before, tags, captions.style, captions.existing);
  };
  const fs::path file = shard_file(store_file(options_.store), options_.shard.value_or(Shard{}));
  return std::make_unique<RecordedCaptions>(
      file,
      SidecarPlan{.format = "kohya", .update = update, .preview = {}, .report = [this](const Error& error) {
                    failure_ = error;
                  }});
}

std::optional<Error> TagOutput::write(PictureRecord record) {
  if (options_.captions && !record.error) {
    try {
      write_caption(record);
    } catch (const Error& error) {
      record.error = error;
    }
  }
  const std::string text = format(record);
  if (!text.empty()) stream_.write(text);
  return std::move(record.error);
}

void TagOutput::write_caption(const PictureRecord& record) {
  const fs::path caption = caption_path(record.file, options_.captions->extension);
  claimed_.claim(caption, record.file);
  std::vector<std::string> names;
  names.reserve(record.tags.size());
  for (const TagScore& tag : record.tags) names.push_back(vocabulary_.name(tag.index));
  if (!sidecars_) {
    const CaptionChange change =
        update_caption_file(caption, names, options_.captions->style, options_.captions->existing);
    if (change == CaptionChange::kWritten) ++captions_written_;
    return;
  }
  failure_.reset();
  sidecars_->writer.add({stored_path(caption), record.sha256, record.model, std::move(names)});
  sidecars_->writer.finish();
  captions_written_ = sidecars_->writer.counts().written;
  if (failure_) throw Error(*failure_);
}

bool TagOutput::is_settled(const fs::path& picture) {
  const bool only_captions = options_.captions && options_.format == ResultFormat::kNothing;
  if (!only_captions || options_.captions->existing != ExistingCaption::kSkip) return false;
  try {
    const fs::path caption = caption_path(picture, options_.captions->extension);
    std::error_code ignored;
    if (!expected_.contains(caption.string()) && fs::exists(caption, ignored)) return true;
    expected_.insert(caption.string());
    return false;
  } catch (const Error&) {
    return false;  // write() will say what is wrong with the picture's name
  }
}

std::string TagOutput::format(const PictureRecord& record) const {
  switch (options_.format) {
    case ResultFormat::kNothing:
      return "";
    case ResultFormat::kJsonLines:
      return to_json(record, vocabulary_) + "\n";
    case ResultFormat::kCsv:
      return to_csv(record, vocabulary_);
    case ResultFormat::kText:
      break;
  }
  if (record.error) return "";
  if (!on_terminal_ && options_.color != ColorMode::kAlways)
    return tag_line(record, vocabulary_, options_.spelling);
  const Tint tint = use_color(options_.color, stdout) ? Tint::kByCategory : Tint::kPlain;
  return tag_block(record, vocabulary_, {options_.spelling, tint, terminal_width(stdout)});
}

}  // namespace jtp
