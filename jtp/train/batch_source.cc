// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/batch_source.h"

#include "jtp/base/error.h"

namespace jtp {
namespace {

// LibTorch takes no pointer to const, but nothing writes to the input of a network.
at::Tensor pixels_of(const Batch& batch, int side) {
  return at::from_blob(const_cast<float*>(batch.pixels.data()), {batch.size(), 3, side, side}, at::kFloat);
}

}  // namespace

void for_each_batch(const PictureSet& pictures, const PixelPass& pass, const WorldPlace& place,
                    const std::function<void(const at::Tensor&, const Batch&)>& seen) {
  DataLoader loader(pictures, BatchPlan::pass(pictures.size(), pass.batch, place), pass.loader);
  while (const auto batch = loader.next()) {
    for (const BrokenPicture& broken : batch->broken) pass.on_broken(broken);
    if (batch->size() > 0) seen(pixels_of(*batch, pass.loader.side), *batch);
  }
}

FeatureTable compute_features(const VitModule& module, const PictureSet& pictures, const PixelPass& pass,
                              const Comm& comm) {
  const at::NoGradGuard no_grad;
  const at::Device device = module.parameters().front().value.device();
  const std::int64_t width = module.config().width;
  // Rows of other processes stay 0. The last column says whether the picture could be decoded.
  const at::Tensor table = at::zeros({pictures.size(), width + 1}, at::kFloat);
  std::int64_t row = 0;  // samples are in ascending order
  for_each_batch(pictures, pass, comm.place(), [&](const at::Tensor& pixels, const Batch& batch) {
    const Autocast autocast(pass.autocast);
    const at::Tensor pooled = module.pooled(pixels.to(device)).to(at::kCPU, at::kFloat);
    for (std::int64_t i = 0; i < batch.size(); ++i) {
      while (pictures.sample(row) != batch.samples[static_cast<std::size_t>(i)]) ++row;
      table[row].slice(0, 0, width).copy_(pooled[i]);
      table[row][width] = 1;
    }
  });
  comm.sum(table);
  FeatureTable found{table.slice(1, 0, width).contiguous(), {}};
  const at::Tensor valid = table.select(1, width).contiguous();
  for (std::int64_t i = 0; i < pictures.size(); ++i) found.valid.push_back(valid.data_ptr<float>()[i] > 0);
  return found;
}

BatchSource::BatchSource(std::unique_ptr<DataLoader> loader, int side, OnBroken on_broken)
    : loader_(std::move(loader)), side_(side), on_broken_(std::move(on_broken)) {}

BatchSource::BatchSource(FeatureTable table, const PictureSet& pictures, std::uint64_t seed,
                         const BatchPlan& plan)
    : table_(std::move(table)),
      pictures_(&pictures),
      stream_(SampleStream(pictures.size(), seed)),
      plan_(plan) {}

const TrainingBatch& BatchSource::next() {
  if (loader_) {
    pixels_ = *loader_->next();  // a training run has no end
    for (const BrokenPicture& broken : pixels_.broken) on_broken_(broken);
    planned_ = pixels_.plan;
    batch_ = {planned_.positions, pixels_of(pixels_, side_), pixels_.samples, pixels_.labels,
              pixels_.known_negatives};
  } else {
    planned_ = *plan_->at(taken_++);
    gather(planned_.positions);
  }
  return batch_;
}

std::int64_t BatchSource::valid_sample(std::int64_t position) const {
  const StreamSample wanted = stream_->at(position);
  std::int64_t sample = wanted.sample;
  for (std::int64_t attempt = 1; !table_.valid[static_cast<std::size_t>(sample)]; ++attempt) {
    if (attempt > DataLoader::kMaxReplacements) {
      fail(ErrorKind::kInvalidInput, "{}: this picture and {} replacements cannot be decoded",
           pictures_->path(wanted.sample).string(), DataLoader::kMaxReplacements);
    }
    sample = stream_->replacement(wanted, attempt);
  }
  return sample;
}

void BatchSource::gather(PositionRange positions) {
  batch_ = {};
  batch_.positions = positions;
  std::vector<at::Tensor> rows;
  for (std::int64_t p = positions.begin; p < positions.end; ++p) {
    const std::int64_t i = valid_sample(p);
    rows.push_back(table_.features[i]);
    const std::int64_t sample = pictures_->sample(i);
    batch_.samples.push_back(sample);
    batch_.labels.push_back(pictures_->manifest().labels(sample));
    batch_.known_negatives.push_back(pictures_->manifest().known_negative(sample));
  }
  batch_.input = at::stack(rows);
}

}  // namespace jtp
