// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/omission_estimate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace jtp {
namespace {

using Labels = std::vector<std::int16_t>;

// 2,000 pictures, of which 500 show tag 0 and 300 of those have it; the network is nearly certain for both
// kinds.
std::vector<std::pair<float, Labels>> omitted_in_two_of_five() {
  std::vector<std::pair<float, Labels>> pictures;
  for (int i = 0; i < 2000; ++i) {
    const bool shows = i % 4 == 0, has = shows && i / 4 % 5 < 3;
    pictures.emplace_back(shows ? 0.99F : 0.01F, has ? Labels{0} : Labels{});
  }
  return pictures;
}

OmissionCount count_of(const std::vector<std::pair<float, Labels>>& pictures) {
  OmissionEstimate estimate(std::vector<std::int64_t>{300});
  for (const auto& [p, labels] : pictures) estimate.add(std::vector<float>{p}, labels);
  return estimate.counts()[0];
}

// With equal probabilities, pictures without the label would be replaced first, so the probabilities differ a
// little.
TEST(OmissionEstimate, FindsWhatACertainNetworkSees) {
  auto pictures = omitted_in_two_of_five();
  std::mt19937 random(1);
  std::uniform_real_distribution<float> noise(-0.005F, 0.005F);
  for (auto& [p, labels] : pictures) p += noise(random);
  const OmissionCount count = count_of(pictures);
  EXPECT_NEAR(count.checked, 0.99 * 45, 0.3);                  // 0.15 of 300
  EXPECT_NEAR(count.omitted / count.checked, 0.4, 3 * 0.073);  // three standard deviations of 45 draws
}

// The probability of every picture is the true prevalence of the tag, so the estimate neither learns nor
// forgets anything.
TEST(OmissionEstimate, KeepsThePriorRatesForAnIgnorantNetwork) {
  const double omission = 0.25, prevalence = 0.2;
  std::mt19937 random(2);
  std::bernoulli_distribution has(prevalence * (1 - omission));
  OmissionEstimate estimate(std::vector<std::int64_t>{30000});
  std::uniform_real_distribution<float> noise(-1e-3F, 1e-3F);
  for (int i = 0; i < 200000; ++i)
    estimate.add(std::vector<float>{static_cast<float>(prevalence) + noise(random)},
                 has(random) ? Labels{0} : Labels{});
  const OmissionCount count = estimate.counts()[0];
  EXPECT_NEAR(count.checked, 0.15 * 30000 * prevalence, 10);
  EXPECT_NEAR(count.omitted / count.checked, omission,
              0.08);  // three standard deviations of 4,500 draws of 0.15, over 0.2
}

TEST(OmissionEstimate, NeverGoesBelowZero) {
  std::vector<std::pair<float, Labels>> pictures(20, {0.5F, Labels{0}});
  const OmissionCount count = count_of(pictures);
  EXPECT_EQ(count.checked, 10);
  EXPECT_EQ(count.omitted, 0);
}

TEST(OmissionEstimate, DoesNotDependOnOrderOrDivision) {
  auto pictures = omitted_in_two_of_five();
  for (std::size_t i = 0; i < pictures.size(); ++i)  // of many sizes, so that sums in another order would
                                                     // differ
    pictures[i].first *= std::pow(10.0F, -static_cast<float>(i % 97) / 8);
  const OmissionCount expected = count_of(pictures);
  std::shuffle(pictures.begin(), pictures.end(), std::mt19937(3));
  OmissionEstimate first(std::vector<std::int64_t>{300}), second = first, all = first;
  for (std::size_t i = 0; i < pictures.size(); ++i)
    (i % 3 == 0 ? first : second).add(std::vector<float>{pictures[i].first}, pictures[i].second);
  all.take(second.best());
  all.take(first.best());
  EXPECT_EQ(all.counts()[0].omitted, expected.omitted);
  EXPECT_EQ(all.counts()[0].checked, expected.checked);
}

// For a tag with few pictures, twelve are considered; missing ones count as nothing.
TEST(OmissionEstimate, ConsidersAtLeastTwelvePictures) {
  OmissionEstimate estimate(std::vector<std::int64_t>{0, 1});
  EXPECT_EQ(estimate.best().size(), 24U);
  EXPECT_EQ(estimate.counts()[1].checked, 0);
  for (int i = 0; i < 30; ++i) estimate.add(std::vector<float>{1, 0}, Labels{1});
  EXPECT_EQ(estimate.counts()[0].checked, 12);
  EXPECT_EQ(estimate.counts()[0].omitted, 12);
  EXPECT_LT(estimate.counts()[1].checked, 1e-20);
}

}  // namespace
}  // namespace jtp
