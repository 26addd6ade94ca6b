// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/sample_maker.h"

#include <memory>
#include <utility>

#include "jtp/base/text.h"

namespace jtp {
namespace {

constexpr int kMaxSide = 8192;  // pixels; the published models have 384

int checked(int side) {
  if (side < 1 || side > kMaxSide)
    fail(ErrorKind::kUsage, "the network's input must have 1 to {} pixels a side, not {}", kMaxSide, side);
  return side;
}

}  // namespace

SampleMaker::SampleMaker(const PictureSet& pictures, const LoaderOptions& options,
                         std::optional<TrainingStream> stream)
    : pictures_(pictures),
      decode_(options.decode),
      preprocess_(checked(options.side)),
      training_(std::move(stream)),
      cache_(options.cache_bytes) {
  if (!training_) return;
  check(training_->augmentation);
  if (training_->flips.tags() != pictures.manifest().header().tags) {
    fail(ErrorKind::kUsage, "the flip rule was made for {}; the manifest has {}",
         counted(training_->flips.tags(), "tag"), pictures.manifest().header().tags);
  }
  stream_.emplace(pictures.size(), training_->seed);
}

MadeSample SampleMaker::make(std::int64_t position, std::span<float> pixels) const {
  if (training_) return make_for_training(position, pixels);
  if (position >= pictures_.size())
    fail(ErrorKind::kUsage, "a pass reaches position {} of {} pictures", position, pictures_.size());
  try {
    load(position, std::nullopt, pixels);
  } catch (const Error& error) {
    return {.sample = {}, .broken = {{pictures_.sample(position), error}}};
  }
  return {.sample = position, .broken = {}};
}

MadeSample SampleMaker::make_for_training(std::int64_t position, std::span<float> pixels) const {
  const StreamSample place = stream_->at(position);
  MadeSample made;
  for (std::int64_t attempt = 0;; ++attempt) {
    const std::int64_t i = attempt == 0 ? place.sample : stream_->replacement(place, attempt);
    try {
      load(i, place, pixels);
      made.sample = i;
      return made;
    } catch (const Error& error) {
      if (attempt == DataLoader::kMaxReplacements) throw;
      made.broken.push_back({pictures_.sample(i), error});
    }
  }
}

// Reads, decodes and prepares sample i of the set. Errors name its path.
void SampleMaker::load(std::int64_t i, const std::optional<StreamSample>& place,
                       std::span<float> pixels) const {
  if (const auto kept = cache_.find(i)) return prepare(rows_of(*kept), i, place, pixels);
  const std::vector<std::byte> bytes = pictures_.read(i);
  try {
    const RowSource rows = open_image(bytes, decode_);
    // As an Image, a reduced picture would lose its original size and be fitted differently.
    if (rows.reduced_from || !cache_.has_room(rows.width, rows.height))
      return prepare(rows, i, place, pixels);
    const auto image = std::make_shared<const Image>(read_all(rows));
    cache_.keep(i, image);
    prepare(rows_of(*image), i, place, pixels);
  } catch (const Error& error) {
    throw with_context(error, pictures_.path(i).string());
  }
}

void SampleMaker::prepare(const RowSource& rows, std::int64_t i, const std::optional<StreamSample>& place,
                          std::span<float> pixels) const {
  if (!place) return preprocess_(rows, pixels);
  const bool may_flip = training_->flips.may_flip(pictures_.manifest().labels(pictures_.sample(i)));
  SampleRandom random(training_->seed, place->epoch, place->place);
  const AugmentationDraw draw =
      draw_augmentation(training_->augmentation, preprocess_.side(),
                        may_flip ? Mirroring::kAllowed : Mirroring::kForbidden, random);
  augment(rows, draw, preprocess_, pixels);
}

}  // namespace jtp
