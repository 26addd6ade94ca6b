// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/teacher.h"

#include <fmt/ranges.h>
#include <torch/csrc/jit/serialization/import.h>

#include <exception>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "jtp/base/digest.h"
#include "jtp/base/error.h"

namespace jtp {

struct Teacher::Module {
  std::filesystem::path file;
  // TorchScript's call is not const, but a module in evaluation mode does not change visibly.
  mutable torch::jit::Module script;
  std::string sha256;
};

namespace {

// LibTorch appends its stack.
std::string first_line(const std::exception& error) {
  const std::string what = error.what();
  return what.substr(0, what.find('\n'));
}

torch::jit::Module load(const std::filesystem::path& file, const at::Device& device) {
  if (!std::filesystem::is_regular_file(file))
    fail(ErrorKind::kNotFound, "{}: no such file for the teacher", file.string());
  try {
    torch::jit::Module script = torch::jit::load(file.string(), device);
    script.eval();
    return script;
  } catch (const std::exception& error) {
    fail(ErrorKind::kModel, "{}: not a TorchScript module that this LibTorch can load: {}", file.string(),
         first_line(error));
  }
}

std::string sha256_of(const std::filesystem::path& file) {
  constexpr std::size_t kBlock = 1U << 20;
  std::ifstream in(file, std::ios::binary);
  std::vector<char> block(kBlock);
  Digest digest(DigestAlgorithm::kSha256);
  do {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    digest.update(std::as_bytes(std::span(block).first(static_cast<std::size_t>(in.gcount()))));
  } while (in);
  return digest.hex();
}

}  // namespace

Teacher::Teacher(const std::filesystem::path& file, const VitConfig& learner, const at::Device& device)
    : module_(new Module{file, load(file, device), sha256_of(file)}) {
  const std::int64_t side = learner.image_size;
  const at::Tensor answer =
      probabilities(at::zeros({1, 3, side, side}, at::TensorOptions(at::kFloat).device(device)));
  if (answer.sizes() != at::IntArrayRef({1, learner.num_tags})) {
    fail(ErrorKind::kModel, "{}: has {} logits for a picture of {} pixels, expected {}", file.string(),
         answer.numel(), side, learner.num_tags);
  }
}

const std::string& Teacher::sha256() const { return module_->sha256; }

Teacher::~Teacher() = default;
Teacher::Teacher(Teacher&&) noexcept = default;

at::Tensor Teacher::probabilities(const at::Tensor& pixels) const {
  const at::NoGradGuard no_grad;
  c10::IValue answer;
  try {
    answer = module_->script.forward({pixels});
  } catch (const std::exception& error) {
    fail(ErrorKind::kModel, "{}: does not accept pixels of shape [{}]: {}", module_->file.string(),
         fmt::join(pixels.sizes(), ", "), first_line(error));
  }
  if (!answer.isTensor() || !answer.toTensor().is_floating_point())
    fail(ErrorKind::kModel, "{}: does not return a tensor of logits", module_->file.string());
  return at::sigmoid(answer.toTensor().to(at::kFloat));
}

at::Tensor distillation_loss(const at::Tensor& logits, const at::Tensor& probabilities) {
  return at::binary_cross_entropy_with_logits(logits, probabilities, {}, {}, at::Reduction::None).sum(1);
}

}  // namespace jtp
