// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/paired_difference.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr double kFalseDiscoveries = 0.05;
constexpr double kMinLabels = 5;  // of a tag: with fewer, the standard deviation is meaningless

// The tags with the same name in two evaluations, with their indices in each.
struct CommonTags {
  std::vector<int> before;
  std::vector<int> after;
};

CommonTags common_tags(const SavedEvaluation& before, const SavedEvaluation& after) {
  CommonTags common;
  for (const int tag : before.tags) {
    const auto other = after.vocabulary.find(before.vocabulary.name(tag));
    if (!other || !std::binary_search(after.tags.begin(), after.tags.end(), *other)) continue;
    common.before.push_back(tag);
    common.after.push_back(*other);
  }
  if (common.before.empty()) fail(ErrorKind::kUsage, "the two evaluations have no tag in common");
  return common;
}

// Equal labels have equal counts in every block.
void require_same_pictures(const SavedEvaluation& before, const SavedEvaluation& after,
                           const CommonTags& common) {
  const BlockCounts::Tables& a = before.blocks.tables();
  const BlockCounts::Tables& b = after.blocks.tables();
  if (a.pictures_digest != b.pictures_digest || a.pictures != b.pictures)
    fail(ErrorKind::kUsage, "the two evaluations have different pictures: {} of {} and {} of {}",
         before.blocks.pictures(), before.labels, after.blocks.pictures(), after.labels);
  const auto labels = [&](const BlockCounts& blocks, std::size_t block, int tag) {
    return blocks.tables()
        .positives[block * static_cast<std::size_t>(blocks.tags()) + static_cast<std::size_t>(tag)];
  };
  for (std::size_t block = 0; block < BlockCounts::kBlocks; ++block) {
    for (std::size_t i = 0; i < common.before.size(); ++i) {
      if (labels(before.blocks, block, common.before[i]) != labels(after.blocks, block, common.after[i]))
        fail(ErrorKind::kUsage, "the two evaluations have different labels, for example for {}",
             before.vocabulary.name(common.before[i]));
    }
  }
}

std::optional<double> informedness(std::span<const Confusion> counts, int tag) {
  return value_of(counts[static_cast<std::size_t>(tag)], Rate::kInformedness);
}

// A running mean and variance (Welford).
struct Moments {
  double count = 0, mean = 0, squares = 0;

  void add(double value) {
    count += 1;
    const double distance = value - mean;
    mean += distance / count;
    squares += distance * (value - mean);
  }
  double deviation() const { return count > 1 ? std::sqrt(squares / (count - 1)) : 0; }
};

class Comparer {
 public:
  Comparer(const SavedEvaluation& before, const SavedEvaluation& after)
      : before_(before), after_(after), common_(common_tags(before, after)), moments_(common_.before.size()) {
    require_same_pictures(before, after, common_);
  }

  PairedDifference run(const BootstrapOptions& options) {
    for_each_replicate(options, [&](const BlockCounts::Weights& weights) {
      add(before_.blocks.resampled(weights), after_.blocks.resampled(weights));
    });
    const std::vector<Confusion> before = before_.blocks.counts(), after = after_.blocks.counts();
    const Figures a = figures_of(before, common_.before), b = figures_of(after, common_.after);
    PairedDifference result{
        .tags = static_cast<int>(common_.before.size()), .macro = {}, .micro = {}, .changed = {}};
    for (const Rate rate : kRates) {
      result.macro[rate] = difference(a.macro[rate].mean, b.macro[rate].mean, macro_[rate]);
      result.micro[rate] = difference(a.micro[rate], b.micro[rate], micro_[rate]);
    }
    result.changed = changed(before, after);
    return result;
  }

 private:
  void add(const std::vector<Confusion>& before, const std::vector<Confusion>& after) {
    const Figures a = figures_of(before, common_.before), b = figures_of(after, common_.after);
    for (const Rate rate : kRates) {
      if (a.macro[rate].mean && b.macro[rate].mean)
        macro_[rate].push_back(*b.macro[rate].mean - *a.macro[rate].mean);
      if (a.micro[rate] && b.micro[rate]) micro_[rate].push_back(*b.micro[rate] - *a.micro[rate]);
    }
    for (std::size_t i = 0; i < moments_.size(); ++i) {
      const auto x = informedness(before, common_.before[i]), y = informedness(after, common_.after[i]);
      if (x && y) moments_[i].add(*y - *x);
    }
  }

  static std::optional<FigureDifference> difference(const std::optional<double>& before,
                                                    const std::optional<double>& after,
                                                    std::vector<double>& samples) {
    const auto interval = middle_95(samples);
    if (!before || !after || !interval) return std::nullopt;
    return FigureDifference{.before = *before, .after = *after, .interval = *interval};
  }

  std::vector<TagDifference> changed(const std::vector<Confusion>& before,
                                     const std::vector<Confusion>& after) const {
    std::vector<TagDifference> tags;
    for (std::size_t i = 0; i < moments_.size(); ++i) {
      const int tag = common_.before[i];
      const auto x = informedness(before, tag), y = informedness(after, common_.after[i]);
      const double labels = before[static_cast<std::size_t>(tag)].positives();
      const double deviation = moments_[i].deviation();
      if (!x || !y || labels < kMinLabels || deviation == 0) continue;
      tags.push_back({.tag = before_.vocabulary.name(tag),
                      .labels = labels,
                      .before = *x,
                      .after = *y,
                      .z = (*y - *x) / deviation});
    }
    std::sort(tags.begin(), tags.end(),
              [](const TagDifference& a, const TagDifference& b) { return std::abs(a.z) > std::abs(b.z); });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < tags.size(); ++i) {
      const double chance = std::erfc(std::abs(tags[i].z) / std::sqrt(2.0));
      if (chance <= kFalseDiscoveries * static_cast<double>(i + 1) / static_cast<double>(tags.size()))
        kept = i + 1;
    }
    tags.resize(kept);
    std::stable_sort(tags.begin(), tags.end(), [](const TagDifference& a, const TagDifference& b) {
      return std::abs(a.after - a.before) > std::abs(b.after - b.before);
    });
    return tags;
  }

  const SavedEvaluation& before_;
  const SavedEvaluation& after_;
  const CommonTags common_;
  PerRate<std::vector<double>> macro_;
  PerRate<std::vector<double>> micro_;
  std::vector<Moments> moments_;  // of the difference of informedness, per common tag
};

}  // namespace

PairedDifference compare(const SavedEvaluation& before, const SavedEvaluation& after,
                         const BootstrapOptions& options) {
  return Comparer(before, after).run(options);
}

}  // namespace jtp
