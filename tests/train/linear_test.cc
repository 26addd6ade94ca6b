// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/linear.h"

#include <gtest/gtest.h>
#include <torch/csrc/autograd/function.h>

#include <cmath>
#include <vector>

#include "jtp/train/autocast.h"
#include "jtp/train/matmul.h"
#include "tests/train/waves.h"

namespace jtp {
namespace {

using test::waves;

// A sum of n products of numbers up to 1, in any order, is within n^2 units of the last place of n.
double tolerance(at::ScalarType type, std::int64_t terms) {
  return test::epsilon(type) * static_cast<double>(terms * terms);
}

void expect_near(const at::Tensor& found, const at::Tensor& expected, double tolerance, const char* what) {
  ASSERT_EQ(found.sizes(), expected.sizes()) << what;
  EXPECT_LE(test::largest_difference(found, expected), tolerance) << what;
}

struct Operands {
  at::Tensor x, weight, bias;
  std::vector<at::Tensor> gradients(const at::Tensor& out) {
    (out * waves(out.sizes(), 0.9, out.scalar_type())).sum().backward();
    std::vector<at::Tensor> found = {x.grad(), weight.grad(), bias.grad()};
    for (at::Tensor* t : {&x, &weight, &bias}) t->mutable_grad() = at::Tensor();
    return found;
  }
};

TEST(Linear, EqualsLibTorchsWithItsGradients) {
  for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
    for (const std::vector<std::int64_t>& rows :
         std::vector<std::vector<std::int64_t>>{{1}, {7}, {3, 5}, {1, 1}}) {
      std::vector<std::int64_t> shape = rows;
      shape.push_back(19);
      Operands o{waves(shape, 0.3, type).requires_grad_(true),
                 waves({23, 19}, 0.7, type).requires_grad_(true),
                 waves({23}, 1.1, type).requires_grad_(true)};
      const at::Tensor found = linear(o.x, o.weight, o.bias), expected = at::linear(o.x, o.weight, o.bias);
      expect_near(found, expected, tolerance(type, 20), "result");
      const auto mine = o.gradients(found), theirs = o.gradients(expected);
      for (std::size_t i = 0; i < mine.size(); ++i)
        expect_near(mine[i], theirs[i], tolerance(type, 23), "gradient");
    }
  }
}

TEST(Linear, TakesViewsThatAreNotContiguous) {
  const at::Tensor x = waves({19, 4, 6}, 0.3, at::kFloat).permute({2, 1, 0}),
                   weight = waves({19, 5}, 0.7, at::kFloat).t();
  const at::Tensor bias = waves({10}, 1.1, at::kFloat).slice(0, 0, 10, 2);
  expect_near(linear(x, weight, bias), at::linear(x, weight, bias), tolerance(at::kFloat, 20), "result");
}

TEST(Linear, SkipsUnusedGradients) {
  for (std::size_t wanted = 0; wanted < 3; ++wanted) {
    std::vector<at::Tensor> inputs = {waves({2, 3}, 0.3, at::kFloat), waves({4, 3}, 0.7, at::kFloat),
                                      waves({4}, 1.1, at::kFloat)};
    inputs[wanted].requires_grad_(true);
    const at::Tensor out = linear(inputs[0], inputs[1], inputs[2]);
    const auto gradients = (*out.grad_fn())({at::ones_like(out)});
    ASSERT_EQ(gradients.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(gradients[i].defined(), i == wanted) << i;
  }
}

TEST(Linear, IsInBf16UnderAutocast) {
  const Autocast autocast({at::kCPU, AutocastSettings::Products::kBf16});
  const at::Tensor x = waves({2, 3}, 0.3, at::kFloat);
  EXPECT_EQ(linear(x, waves({4, 3}, 0.7, at::kFloat), waves({4}, 1.1, at::kFloat)).scalar_type(),
            at::kBFloat16);
}

TEST(Matmul, WritesOnlyIntoTheGivenView) {
  const at::Tensor a = waves({3, 2, 5, 7}, 0.3, at::kFloat),
                   b = waves({3, 2, 4, 7}, 0.7, at::kFloat).transpose(2, 3);
  const at::Tensor room = at::full({3, 5, 2, 2, 4}, NAN, at::kFloat);  // the previous content does not matter
  matmul_into(room.select(3, 1).transpose(1, 2), a, b);
  expect_near(room.select(3, 1).transpose(1, 2), at::matmul(a, b), tolerance(at::kFloat, 7), "product");
  EXPECT_TRUE(room.select(3, 0).isnan().all().item<bool>());
}

}  // namespace
}  // namespace jtp
