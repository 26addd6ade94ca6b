// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/schedule_free_adamw.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/files.h"

namespace jtp {
namespace {

using nlohmann::json;

json read_golden(const char* name) {
  const auto shared = test::shared_dir();
  if (!shared) return {};
  return json::parse(test::read_text(*shared / "golden" / "schedulefree" / name));
}

ScheduleFreeOptions options_of(const json& c) {
  const json& h = c.at("hyper");
  ScheduleFreeOptions o;
  o.learning_rate = h.at("lr");
  o.beta1 = h.at("betas")[0];
  o.beta2 = h.at("betas")[1];
  o.epsilon = h.at("eps");
  o.weight_decay = h.at("weight_decay");
  o.warmup_steps = h.at("warmup_steps");
  o.r = h.at("r");
  o.weight_power = h.at("weight_lr_power");
  if (c.at("optimizer") == "adamw_paper") o.form = ScheduleFreeOptions::Form::kPaper;
  return o;
}

at::Tensor tensor_of(const json& values, at::ScalarType type) {
  return at::tensor(values.get<std::vector<double>>(), at::kDouble).to(type);
}

// 1e-6 of the largest element, or the tolerance for float32 in its README (its own trajectories differ by
// 2e-6).
void expect_near(const at::Tensor& found, const json& expected, const std::string& what) {
  const at::Tensor wanted = tensor_of(expected, at::kDouble);
  const double scale = wanted.abs().max().item<double>();
  const double tolerance = found.scalar_type() == at::kDouble ? 1e-6 * scale : 2e-5;
  EXPECT_LE((found.to(at::kDouble) - wanted).abs().max().item<double>(), tolerance) << what;
}

void check_case(const json& c) {
  const at::ScalarType type = c.at("dtype") == "float32" ? at::kFloat : at::kDouble;
  const at::Tensor p = tensor_of(c.at("x0"), type).requires_grad_(true);
  ScheduleFreeAdamW optimizer({{p}}, options_of(c));
  for (const json& step : c.at("steps")) {
    const std::string what = c.at("name").get<std::string>() + " step " + step.at("k").dump();
    p.mutable_grad() = tensor_of(step.at("grad"), type);
    EXPECT_NEAR(optimizer.learning_rate(), step.at("lr").get<double>(), 1e-12) << what;
    optimizer.step();
    EXPECT_NEAR(optimizer.weight_sum() / step.at("weight_sum").get<double>(), 1, 1e-6) << what;
    expect_near(p.detach(), step.at("y"), what + " y");
    expect_near(optimizer.state().z[0], step.at("z"), what + " z");
    expect_near(optimizer.state().v[0], step.at("exp_avg_sq"), what + " v");
    expect_near(optimizer.average()[0], step.at("x"), what + " x");
  }
}

TEST(ScheduleFreeAdamW, FollowsTheReferencesTrajectoriesStepByStep) {
  const json golden = read_golden("trajectories.json");
  if (golden.is_null()) GTEST_SKIP() << "the large reference data is absent";
  EXPECT_EQ(golden.at("cases").size(), 10U);
  for (const json& c : golden.at("cases")) check_case(c);
}

// A case computed by hand: with one parameter, no warm-up and c = 1 in the first step, x = z.
TEST(ScheduleFreeAdamW, AverageEqualsTheFirstStep) {
  const at::Tensor p = at::full({3}, 2.0, at::kDouble).requires_grad_(true);
  ScheduleFreeAdamW optimizer({{p}}, {.learning_rate = 0.1});
  p.mutable_grad() = at::tensor({1.0, -4.0, 0.0}, at::kDouble);
  optimizer.step();
  // The first step is the rate times the sign of the gradient, because v / (1 - beta2) = g^2.
  const at::Tensor expected = at::tensor({1.9, 2.1, 2.0}, at::kDouble);
  EXPECT_TRUE(at::allclose(optimizer.state().z[0], expected, 1e-7, 0));
  EXPECT_TRUE(at::allclose(optimizer.average()[0], expected, 1e-7, 0));
}

TEST(ScheduleFreeAdamW, ShowingTheAverageAndBackChangesNoBit) {
  at::Tensor p = at::linspace(-1, 1, 101, at::kFloat).requires_grad_(true);
  ScheduleFreeAdamW optimizer({{p}}, {.learning_rate = 0.01, .beta1 = 0.95});
  for (int i = 0; i < 5; ++i) {
    p.mutable_grad() = p.detach() * (i + 1) + 0.3;
    optimizer.step();
  }
  const at::Tensor before = p.detach().clone();
  const at::Tensor x = optimizer.average()[0];
  EXPECT_FALSE(at::equal(before, x));
  optimizer.show_average();
  EXPECT_TRUE(at::equal(p.detach(), x));
  EXPECT_TRUE(at::equal(optimizer.average()[0], x));
  optimizer.show_iterate();
  EXPECT_TRUE(at::equal(p.detach(), before));
}

TEST(ScheduleFreeAdamW, ARestoredStateContinuesBitForBit) {
  at::Tensor p = at::linspace(-1, 1, 11, at::kFloat).requires_grad_(true);
  ScheduleFreeAdamW first({{p}}, {.learning_rate = 0.01, .warmup_steps = 4});
  const auto step = [](ScheduleFreeAdamW& optimizer, const at::Tensor& parameter) {
    parameter.mutable_grad() = parameter.detach().square() + 0.1;
    optimizer.step();
  };
  for (int i = 0; i < 3; ++i) step(first, p);
  at::Tensor q = p.detach().clone().requires_grad_(true);
  ScheduleFreeAdamW second({{q}}, {.learning_rate = 0.01, .warmup_steps = 4});
  ScheduleFreeAdamW::State state = first.state();
  for (at::Tensor& t : state.z) t = t.clone();
  for (at::Tensor& t : state.v) t = t.clone();
  second.restore(state);
  for (int i = 0; i < 3; ++i) step(first, p), step(second, q);
  EXPECT_TRUE(at::equal(p.detach(), q.detach()));
}

TEST(ScheduleFreeAdamW, RatesAndDecaysAreFactorsPerParameter) {
  const at::Tensor slow = at::ones({1}, at::kDouble).requires_grad_(true);
  const at::Tensor fast = at::ones({1}, at::kDouble).requires_grad_(true);
  ScheduleFreeAdamW optimizer({{slow, 0.5, 0}, {fast, 1, 1}}, {.learning_rate = 0.1, .weight_decay = 0.25});
  for (const at::Tensor& p : {slow, fast}) p.mutable_grad() = at::ones({1}, at::kDouble);
  optimizer.step();
  EXPECT_NEAR(optimizer.state().z[0].item<double>(), 1 - 0.05, 1e-7);
  EXPECT_NEAR(optimizer.state().z[1].item<double>(), 1 - 0.1 * 1.25, 1e-7);
}

// In total more elements than are updated together, with a parameter without a gradient between them.
TEST(ScheduleFreeAdamW, ParametersOfManyGroupsAreUpdatedLikeSmallOnes) {
  const auto train = [](std::int64_t size) {
    std::vector<TrainedParameter> parameters;
    for (const double start : {1.0, 2.0, 3.0, 4.0})
      parameters.push_back(
          {at::full({size}, start, at::kFloat).requires_grad_(true), start, start == 2 ? 1.0 : 0.0});
    ScheduleFreeAdamW optimizer(parameters, {.learning_rate = 0.01, .weight_decay = 0.25});
    for (int step = 0; step < 2; ++step) {
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (i != 2) parameters[i].value.mutable_grad() = parameters[i].value.detach() * (i + 1.0);
      }
      optimizer.step();
    }
    return parameters;
  };
  const auto small = train(1), large = train(3'000'000);
  for (std::size_t i = 0; i < small.size(); ++i)
    EXPECT_TRUE(at::equal(large[i].value, small[i].value.expand({3'000'000}))) << i;
  EXPECT_EQ(small[2].value.item<float>(), 3);
}

}  // namespace
}  // namespace jtp
