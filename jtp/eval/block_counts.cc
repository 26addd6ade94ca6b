// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/block_counts.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/random.h"

namespace jtp {
namespace {

void add_weighted(std::vector<double>& sums, std::span<const std::uint32_t> counts, int weight) {
  const auto times = static_cast<double>(weight);
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += times * counts[i];
}

}  // namespace

BlockCounts::BlockCounts(std::vector<double> thresholds) : thresholds_(std::move(thresholds)) {
  tables_.pictures.resize(kBlocks);
  for (auto* table : {&tables_.positives, &tables_.hits, &tables_.predicted})
    table->resize(kBlocks * thresholds_.size());
}

BlockCounts::BlockCounts(std::vector<double> thresholds, Tables tables)
    : thresholds_(std::move(thresholds)), tables_(std::move(tables)) {
  const std::size_t cells = kBlocks * thresholds_.size();
  if (tables_.pictures.size() != kBlocks || tables_.positives.size() != cells ||
      tables_.hits.size() != cells || tables_.predicted.size() != cells)
    fail(ErrorKind::kInvalidInput, "the tables of an evaluation must have {} blocks and {} tags", kBlocks,
         thresholds_.size());
  for (std::size_t i = 0; i < cells; ++i) {
    const std::uint64_t pictures = tables_.pictures[i / thresholds_.size()];
    const std::uint64_t positives = tables_.positives[i], hits = tables_.hits[i],
                        predicted = tables_.predicted[i];
    if (hits > std::min(positives, predicted) || positives + predicted - hits > pictures)
      fail(ErrorKind::kInvalidInput,
           "tag {}: {} labels and {} predictions, {} of them both, are impossible for {} pictures",
           i % thresholds_.size(), positives, predicted, hits, pictures);
  }
}

void BlockCounts::add(const ScoredLabels& picture) {
  const std::uint64_t key = mixed(picture.key);
  const std::size_t block = key % kBlocks;
  ++tables_.pictures[block];
  tables_.pictures_digest += key;
  const std::size_t row = block * thresholds_.size();
  for (const std::int16_t label : picture.labels) ++tables_.positives[row + static_cast<std::size_t>(label)];
  for_each_score(picture, [&](const TagScore& score, bool is_labelled) {
    const auto tag = static_cast<std::size_t>(score.index);
    if (!(static_cast<double>(score.score) > thresholds_[tag])) return;
    ++tables_.predicted[row + tag];
    if (is_labelled) ++tables_.hits[row + tag];
  });
}

std::int64_t BlockCounts::pictures() const {
  return std::accumulate(tables_.pictures.begin(), tables_.pictures.end(), std::int64_t{0});
}

std::vector<Confusion> BlockCounts::counts() const {
  Weights once;
  once.fill(1);
  return resampled(once);
}

std::vector<Confusion> BlockCounts::resampled(const Weights& weights) const {
  const std::size_t tags = thresholds_.size();
  std::vector<double> positives(tags), hits(tags), predicted(tags);
  double pictures = 0;
  for (std::size_t block = 0; block < kBlocks; ++block) {
    if (weights[block] == 0) continue;
    pictures += static_cast<double>(weights[block]) * tables_.pictures[block];
    const auto row = [&](const std::vector<std::uint32_t>& table) {
      return std::span(table).subspan(block * tags, tags);
    };
    add_weighted(positives, row(tables_.positives), weights[block]);
    add_weighted(hits, row(tables_.hits), weights[block]);
    add_weighted(predicted, row(tables_.predicted), weights[block]);
  }
  std::vector<Confusion> counts(tags);
  for (std::size_t tag = 0; tag < tags; ++tag) {
    const double fp = predicted[tag] - hits[tag], fn = positives[tag] - hits[tag];
    counts[tag] = {.tp = hits[tag], .fp = fp, .tn = pictures - positives[tag] - fp, .fn = fn};
  }
  return counts;
}

}  // namespace jtp
