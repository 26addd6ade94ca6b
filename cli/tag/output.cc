// SPDX-License-Identifier: Apache-2.0
#include "cli/tag/output.h"

#include <utility>
#include <vector>

#include "cli/tag/store.h"
#include "cli/tag/text.h"
#include "jtp/base/error.h"

namespace jtp {
namespace fs = std::filesystem;

namespace {

ResultStream open_results(const TagOptions& options) {
  return options.output ? ResultStream(*options.output) : ResultStream();
}

std::unique_ptr<CaptionWriter> make_captions(const TagOptions& options, const std::string& model) {
  if (!options.captions) return nullptr;
  std::optional<ScoreStore> store;
  if (const auto file = tag_store_file(options)) store.emplace(open_optional_store(*file));
  return std::make_unique<CaptionWriter>(*options.captions, std::move(store), model);
}

std::unique_ptr<HeatMapWriter> make_heat_maps(const TagOptions& options, const Tagger& tagger) {
  if (options.heat_maps.empty()) return nullptr;
  const HeatMapOptions wanted{.tags = options.heat_maps, .decode = options.inputs.decode};
  return std::make_unique<HeatMapWriter>(wanted, tagger);
}

}  // namespace

TagOutput::TagOutput(const TagOptions& options, const Tagger& tagger)
    : options_(options),
      captions_(make_captions(options, tagger.id())),
      heat_maps_(make_heat_maps(options, tagger)),
      stream_(open_results(options)),
      on_terminal_(options.format != ResultFormat::kNothing && !options.output && is_terminal(stdout)) {
  if (options.format == ResultFormat::kCsv) stream_.write(csv_header());
}

std::optional<Error> TagOutput::write(PictureRecord record, std::span<const float> features) {
  if (captions_ && !record.error) record.error = write_caption(record);
  if (heat_maps_ && !record.error) record.error = write_heat_maps(record, features);
  const std::string text = format(record);
  if (!text.empty()) stream_.write(text);
  return std::move(record.error);
}

std::optional<Error> TagOutput::write_caption(const PictureRecord& record) {
  fs::path caption;
  try {
    caption = caption_path(record.file, options_.captions->extension);
    claimed_.claim(caption, record.file);
  } catch (const Error& error) {
    return error;
  }
  std::vector<std::string> names;
  names.reserve(record.tags.size());
  for (const SelectedTag& tag : record.tags) names.emplace_back(tag.name);
  return captions_->write(caption, record.picture.sha256, std::move(names));
}

std::optional<Error> TagOutput::write_heat_maps(const PictureRecord& record,
                                                std::span<const float> features) {
  try {
    heat_maps_->write(record.file, features);
    return std::nullopt;
  } catch (const Error& error) {
    return error;
  }
}

bool TagOutput::is_settled(const fs::path& picture) {
  const bool only_captions = options_.captions && !heat_maps_ && options_.format == ResultFormat::kNothing;
  if (!only_captions || options_.captions->existing != ExistingCaption::kSkip) return false;
  try {
    const fs::path caption = caption_path(picture, options_.captions->extension);
    std::error_code ignored;
    if (!expected_.contains(caption.string()) && fs::exists(caption, ignored)) return true;
    expected_.insert(caption.string());
    return false;
  } catch (const Error&) {
    return false;  // write() will report what is wrong with the picture's name
  }
}

std::string TagOutput::format(const PictureRecord& record) const {
  switch (options_.format) {
    case ResultFormat::kNothing:
      return "";
    case ResultFormat::kJsonLines:
      return to_json(record) + "\n";
    case ResultFormat::kCsv:
      return to_csv(record);
    case ResultFormat::kText:
      break;
  }
  if (record.error) return "";
  if (!on_terminal_ && options_.color != ColorMode::kAlways) return tag_line(record, options_.spelling);
  const Tint tint = use_color(options_.color, stdout) ? Tint::kByCategory : Tint::kPlain;
  return tag_block(record, {options_.spelling, tint, terminal_width(stdout)});
}

}  // namespace jtp
