// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <filesystem>
#include <memory>
#include <string>

#include "jtp/model/config.h"

namespace jtp {

// A network from which another one learns: a TorchScript module of any architecture that turns pixels [N, 3,
// S, S] into logits [N, K]. It sees the same pixels as the learner, including augmentation.
class Teacher {
 public:
  // Loads the module and tries it on one picture. `learner`: S and K, which must be the teacher's too. Throws
  // Error kNotFound, kModel naming the file: not TorchScript, fails on such pixels, or returns another shape
  // or type.
  Teacher(const std::filesystem::path& file, const VitConfig& learner, const at::Device& device);
  ~Teacher();
  Teacher(Teacher&&) noexcept;

  // Of the file, as 64 hexadecimal digits.
  const std::string& sha256() const;

  // The teacher's probabilities [N, K]; f32, without a gradient.
  at::Tensor probabilities(const at::Tensor& pixels) const;

 private:
  struct Module;
  std::unique_ptr<Module> module_;
};

// The cross-entropy between a teacher's probabilities and the learner's logits, both [N, K]: [N], in nats,
// summed over the tags. It is smallest if the learner agrees (Hinton et al. 2015, at temperature 1).
at::Tensor distillation_loss(const at::Tensor& logits, const at::Tensor& probabilities);

}  // namespace jtp
