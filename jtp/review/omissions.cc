// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/omissions.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "jtp/base/error.h"
#include "jtp/files/csv.h"
#include "jtp/review/cells.h"

namespace jtp {
namespace {

// Finds the samples of the review's pictures: from the index in the plan to the index in the manifest.
std::map<int, std::int64_t> find_samples(const ReviewPlan& plan, const Manifest& manifest) {
  std::map<Md5, int> pictures;
  for (std::size_t i = 0; i < plan.pictures.size(); ++i) {
    const auto md5 = parse_md5(std::filesystem::path(plan.pictures[i].path).stem().string());
    if (md5) pictures.emplace(*md5, static_cast<int>(i));
  }
  std::map<int, std::int64_t> samples;
  for (std::int64_t i = 0; i < manifest.size(); ++i) {
    const auto picture = pictures.find(manifest.sample(i).md5);
    if (picture != pictures.end()) samples.emplace(picture->second, i);
  }
  return samples;
}

struct Counts {
  int checked = 0;
  double weight = 0;   // of those
  double omitted = 0;  // weight of the cells that lack the label
};

}  // namespace

std::string omissions_csv(const Review& review, const Manifest& manifest, const Vocabulary& vocabulary) {
  if (review.plan.kind != ReviewKind::kMeasured) {
    fail(ErrorKind::kUsage, "a diverse review is not a random sample; use a measured one to count omissions");
  }
  const std::map<int, std::int64_t> samples = find_samples(review.plan, manifest);
  std::map<int, Counts> by_tag;  // by index in the vocabulary
  for (const ReviewedCell& cell : reviewed_cells(review)) {
    const auto sample = samples.find(cell.picture);
    const auto tag = vocabulary.find(review.plan.tags[static_cast<std::size_t>(cell.tag)].name);
    if (cell.positive <= 0.5 || sample == samples.end() || !tag) continue;
    const auto labels = manifest.labels(sample->second);
    Counts& counts = by_tag[*tag];
    ++counts.checked;
    counts.weight += cell.weight;
    if (!std::binary_search(labels.begin(), labels.end(), *tag)) counts.omitted += cell.weight;
  }
  std::string text = "tag,omitted,checked\n";
  for (const auto& [tag, counts] : by_tag) {
    text += fmt::format("{},{:.4g},{}\n", csv_field(vocabulary.name(tag)),
                        counts.checked * counts.omitted / counts.weight, counts.checked);
  }
  return text;
}

}  // namespace jtp
