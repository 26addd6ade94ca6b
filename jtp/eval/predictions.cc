// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/predictions.h"

#include <string>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/data/manifest.h"

namespace jtp {

Predictions::Predictions(const std::filesystem::path& path) try : file_(path) {
  const TensorView& probabilities = tensor("probabilities", DType::kF32);
  const TensorView& labels = tensor("labels", DType::kU8);
  if (labels.shape != probabilities.shape)
    fail(ErrorKind::kInvalidInput, "{}: labels have the shape {}, probabilities {}", path.string(),
         to_string(labels.shape), to_string(probabilities.shape));
  if (probabilities.elements() == 0)
    fail(ErrorKind::kInvalidInput, "{}: nothing to evaluate: probabilities have the shape {}", path.string(),
         to_string(probabilities.shape));
  if (probabilities.shape[1] > kMaxManifestTags)
    fail(ErrorKind::kUnsupported, "{}: too many tags ({}; at most {} can be evaluated)", path.string(),
         probabilities.shape[1], kMaxManifestTags);
  pictures_ = probabilities.shape[0];
  tags_ = static_cast<int>(probabilities.shape[1]);
} catch (const Error& error) {
  throw error.kind() == ErrorKind::kModel ? Error(ErrorKind::kInvalidInput, error.what()) : error;
}

const TensorView& Predictions::tensor(const std::string& name, DType dtype) const {
  const TensorView& tensor = file_.at(name);
  if (tensor.dtype != dtype || tensor.shape.size() != 2)
    fail(ErrorKind::kInvalidInput, "{}: {} is {} {}, expected {} [pictures, tags]", file_.path().string(),
         name, to_string(tensor.dtype), to_string(tensor.shape), to_string(dtype));
  return tensor;
}

void Predictions::for_each(const std::function<void(const ScoredLabels&)>& visit) const {
  const TensorView& probabilities = file_.at("probabilities");
  const auto marks = file_.at("labels").bytes;
  const auto tags = static_cast<std::size_t>(tags_);
  std::vector<float> row(tags);
  std::vector<TagScore> scores(tags);
  std::vector<std::int16_t> labels;
  for (std::int64_t picture = 0; picture < pictures_; ++picture) {
    probabilities.copy_floats(picture * tags_, row);
    labels.clear();
    for (std::size_t tag = 0; tag < tags; ++tag) {
      scores[tag] = {.index = static_cast<int>(tag), .score = row[tag]};
      const auto mark = std::to_integer<int>(marks[static_cast<std::size_t>(picture) * tags + tag]);
      if (mark > 1)
        fail(ErrorKind::kInvalidInput, "{}: the label of picture {} and tag {} is {}, expected 0 or 1",
             file_.path().string(), picture, tag, mark);
      if (mark == 1) labels.push_back(static_cast<std::int16_t>(tag));
    }
    visit({.key = static_cast<std::uint64_t>(picture), .scores = scores, .labels = labels});
  }
}

}  // namespace jtp
