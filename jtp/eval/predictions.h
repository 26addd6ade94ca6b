// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "jtp/eval/score_tally.h"
#include "jtp/files/safetensors.h"

namespace jtp {

// Scores and labels written by another program: a safetensors file with `probabilities` F32 [N, K] and
// `labels` U8 [N, K], 0 or 1.
class Predictions {
 public:
  // Throws Error kInvalidInput naming file and tensor for other types and shapes, kNotFound, kIo.
  explicit Predictions(const std::filesystem::path& path);

  std::int64_t pictures() const { return pictures_; }
  int tags() const { return tags_; }

  // Visits the pictures in order; the key of a picture is its number. Throws Error kInvalidInput for a label
  // other than 0 and 1.
  void for_each(const std::function<void(const ScoredLabels&)>& visit) const;

 private:
  const TensorView& tensor(const std::string& name, DType dtype) const;

  SafetensorsFile file_;
  std::int64_t pictures_ = 0;
  int tags_ = 0;
};

}  // namespace jtp
