// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/context_model.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

TEST(ContextModel, AddsTheWeightsOfTheLabels) {
  ContextModel model({-1, -2, -3}, {{2, 0, 0.5F}, {0, 1, 1}, {0, 2, 2}, {2, 1, 4}});
  std::vector<float> logits(3);
  model.logits(std::vector<std::int16_t>{0, 2}, logits);
  EXPECT_EQ(logits, (std::vector<float>{-0.5F, 3, -1}));
  EXPECT_EQ(model.weights_of(0).size(), 2U);
  EXPECT_EQ(model.weights_of(1).size(), 0U);
  EXPECT_EQ(model.weights().front(), (ContextWeight{0, 1, 1}));
}

TEST(ContextModel, IsCalibratedPerTag) {
  ContextModel model({-1, -2}, {{0, 1, 1}});
  model.calibrate({2, 3}, {0.5F, 0.25F});
  std::vector<float> logits(2);
  model.logits(std::vector<std::int16_t>{0}, logits);
  EXPECT_EQ(logits, (std::vector<float>{-1.5F, -2.75F}));
  model.raw_logits(std::vector<std::int16_t>{0}, logits);
  EXPECT_EQ(logits, (std::vector<float>{-1, -1}));
}

}  // namespace
}  // namespace jtp
