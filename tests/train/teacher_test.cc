// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/teacher.h"

#include <gtest/gtest.h>
#include <torch/csrc/jit/api/module.h>

#include <cmath>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

VitConfig learner() {
  VitConfig c;
  c.image_size = 8, c.patch_size = 4, c.grid = 2, c.tokens = 4;
  c.width = 16, c.depth = 1, c.heads = 2, c.mlp_width = 24, c.num_tags = 3;
  return c;
}

class TeacherTest : public ::testing::Test {
 protected:
  // A TorchScript file whose forward() has this body.
  std::filesystem::path write(const std::string& body) const {
    torch::jit::Module script("teacher");
    script.define("def forward(self, x):\n  " + body + "\n");
    script.save((folder_ / "teacher.pt").string());
    return folder_ / "teacher.pt";
  }

  Teacher teacher(const std::string& body) const { return {write(body), learner(), at::kCPU}; }

  test::TemporaryFolder folder_;
};

TEST_F(TeacherTest, GivesTheProbabilitiesOfItsLogits) {
  const at::Tensor pixels = at::arange(2 * 3 * 64, at::kFloat).mul(0.37).sin().view({2, 3, 8, 8});
  const at::Tensor expected = at::sigmoid(pixels.mean({2, 3}) * 4);
  const at::Tensor found = teacher("return x.mean([2, 3]) * 4").probabilities(pixels);
  EXPECT_TRUE(at::allclose(found, expected));
  EXPECT_FALSE(found.requires_grad());
}

TEST_F(TeacherTest, MayComputeInBf16) {
  const at::Tensor found = teacher("return x.mean([2, 3]).to(15)").probabilities(at::ones({1, 3, 8, 8}));
  EXPECT_EQ(found.scalar_type(), at::kFloat);
  EXPECT_NEAR(found[0][0].item<float>(), 1 / (1 + std::exp(-1.0)), 1e-6);
}

TEST_F(TeacherTest, AnUnsuitableTeacherIsNamedAndRefused) {
  const auto expect = [&](const std::string& body, const std::string& part) {
    test::expect_error(ErrorKind::kModel, "teacher.pt: " + part, [&] { teacher(body); });
  };
  expect("return x.mean([2, 3])[:, :2]", "has 2 logits for a picture of 8 pixels, expected 3");
  expect("return x.view([1, 7])", "does not accept pixels of shape [1, 3, 8, 8]");
  expect("return 1", "does not return a tensor of logits");
  expect("return x.mean([2, 3]).to(4)", "does not return a tensor of logits");
}

TEST_F(TeacherTest, NamesAFileThatIsNotATeacher) {
  test::write_text(folder_ / "teacher.pt", "PK, but not much more");
  test::expect_error(ErrorKind::kModel, "teacher.pt: not a TorchScript module",
                     [&] { Teacher(folder_ / "teacher.pt", learner(), at::kCPU); });
  test::expect_error(ErrorKind::kNotFound, "none.pt: no such file for the teacher",
                     [&] { Teacher(folder_ / "none.pt", learner(), at::kCPU); });
}

// -(q log s + (1 - q) log(1 - s)) for s = 3/4, and where logits are large.
TEST(DistillationLoss, IsTheCrossEntropy) {
  const at::Tensor logits = at::tensor({std::log(3.0), 0.0, 800.0}, at::kDouble).view({1, 3});
  const at::Tensor q = at::tensor({0.5, 0.25, 0.5}, at::kDouble).view({1, 3});
  const double expected = -0.5 * (std::log(0.75) + std::log(0.25)) + std::log(2.0) + 400;
  EXPECT_NEAR(distillation_loss(logits, q).item<double>(), expected, 1e-9);
}

TEST(DistillationLoss, IsSmallestIfTheLearnerAgrees) {
  const at::Tensor q = at::tensor({0.1, 0.6, 0.95}, at::kDouble).view({1, 3});
  at::Tensor logits = at::logit(q).set_requires_grad(true);
  distillation_loss(logits, q).sum().backward();
  EXPECT_LE(logits.grad().abs().max().item<double>(), 1e-15);
}

}  // namespace
}  // namespace jtp
