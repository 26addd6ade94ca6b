// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/linear.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "jtp/train/autocast.h"
#include "jtp/train/product.h"

namespace jtp {
namespace {

at::Tensor waves(at::IntArrayRef shape, double frequency, at::ScalarType type) {
  std::int64_t count = 1;
  for (const std::int64_t n : shape) count *= n;
  return at::arange(count, at::kDouble).mul_(frequency).sin_().view(shape).to(type);
}

// A sum of n products of numbers up to 1, in any order, is within n^2 units of the last place of n.
double tolerance(at::ScalarType type, std::int64_t terms) {
  const double unit =
      type == at::kFloat ? std::numeric_limits<float>::epsilon() : std::numeric_limits<double>::epsilon();
  return unit * static_cast<double>(terms * terms);
}

void expect_near(const at::Tensor& found, const at::Tensor& expected, double tolerance, const char* what) {
  ASSERT_EQ(found.sizes(), expected.sizes()) << what;
  EXPECT_LE((found.to(at::kDouble) - expected.to(at::kDouble)).abs().max().item<double>(), tolerance) << what;
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

TEST(Linear, IsLibTorchsWithItsGradients) {
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

TEST(Linear, LeavesOutAGradientThatNobodyWants) {
  const at::Tensor x = waves({2, 3}, 0.3, at::kFloat);
  const at::Tensor weight = waves({4, 3}, 0.7, at::kFloat).requires_grad_(true);
  const at::Tensor bias = waves({4}, 1.1, at::kFloat).requires_grad_(true);
  linear(x, weight, bias).sum().backward();
  EXPECT_FALSE(x.grad().defined());
  expect_near(weight.grad(), x.sum(0).expand({4, 3}), tolerance(at::kFloat, 3), "weight");
  expect_near(bias.grad(), at::full({4}, 2.0, at::kFloat), 0, "bias");
}

TEST(Linear, IsInBf16UnderAutocast) {
  const Autocast autocast({at::kCPU, AutocastSettings::Products::kBf16});
  const at::Tensor x = waves({2, 3}, 0.3, at::kFloat);
  EXPECT_EQ(linear(x, waves({4, 3}, 0.7, at::kFloat), waves({4}, 1.1, at::kFloat)).scalar_type(),
            at::kBFloat16);
}

TEST(Product, WritesIntoViewsAndNowhereElse) {
  const at::Tensor a = waves({3, 2, 5, 7}, 0.3, at::kFloat),
                   b = waves({3, 2, 4, 7}, 0.7, at::kFloat).transpose(2, 3);
  const at::Tensor room = at::full({3, 5, 2, 2, 4}, NAN, at::kFloat);  // what was there does not matter
  product_into(room.select(3, 1).transpose(1, 2), a, b);
  expect_near(room.select(3, 1).transpose(1, 2), at::matmul(a, b), tolerance(at::kFloat, 7), "product");
  EXPECT_TRUE(room.select(3, 0).isnan().all().item<bool>());
}

}  // namespace
}  // namespace jtp
