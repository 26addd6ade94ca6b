// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <filesystem>
#include <memory>
#include <string>

#include "jtp/model/config.h"

namespace jtp {

// A network that another one learns from: a TorchScript module that gives the logits [N, K] of pixels
// [N, 3, S, S], which are those that the learner sees, augmentation included. Any architecture.
class Teacher {
 public:
  // Reads the module and tries it on one picture. `learner`: its S and K are the teacher's too. Throws Error
  // kNotFound, kModel naming the file: not TorchScript, no answer to such pixels, another shape or type.
  Teacher(const std::filesystem::path& file, const VitConfig& learner, const at::Device& device);
  ~Teacher();
  Teacher(Teacher&&) noexcept;

  // Of the file, 64 hexadecimal digits.
  const std::string& sha256() const;

  // The probabilities [N, K] that it gives; f32, without a gradient.
  at::Tensor probabilities(const at::Tensor& pixels) const;

 private:
  struct Module;
  std::unique_ptr<Module> module_;
};

// The cross-entropy between a teacher's probabilities and the learner's logits, both [N, K]: [N], in nats,
// summed over the tags. Least where the learner says the same (Hinton et al. 2015, at temperature 1).
at::Tensor distillation_loss(const at::Tensor& logits, const at::Tensor& probabilities);

}  // namespace jtp
