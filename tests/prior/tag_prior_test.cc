// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/tag_prior.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "jtp/files/safetensors.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

TagPrior small_prior() {
  TagPrior prior;
  prior.tag_list_sha256 = "abc";
  prior.posts = 100;
  prior.counts = {10, 20, 30};
  prior.prevalence = {0.1F, 0.2F, 0.3F};
  prior.omission = {0.5F, 0.2F, 0.3F};
  prior.context = ContextModel({-2, -1, 0}, {{0, 1, 0.5F}, {1, 0, -0.25F}});
  prior.context.calibrate({1, 2, 1}, {0, 0.5F, 0});
  prior.notes = {{"passes", "2"}};
  return prior;
}

TEST(TagPrior, IsReadBack) {
  const test::TemporaryFolder folder;
  const TagPrior prior = small_prior();
  write_tag_prior(folder / "p.safetensors", prior);
  const TagPrior read = read_tag_prior(folder / "p.safetensors");
  EXPECT_EQ(read.tag_list_sha256, "abc");
  EXPECT_EQ(read.posts, 100);
  EXPECT_EQ(read.counts, prior.counts);
  EXPECT_EQ(read.prevalence, prior.prevalence);
  EXPECT_EQ(read.omission, prior.omission);
  EXPECT_EQ(read.notes, prior.notes);
  EXPECT_TRUE(std::equal(read.context.weights().begin(), read.context.weights().end(),
                         prior.context.weights().begin()));
  std::vector<float> expected(3), found(3);
  prior.context.logits(std::vector<std::int16_t>{0}, expected);
  read.context.logits(std::vector<std::int16_t>{0}, found);
  EXPECT_EQ(found, expected);
}

TEST(TagPrior, RefusesNumbersOutOfRange) {
  const test::TemporaryFolder folder;
  const auto expect_refused = [&](std::string_view part, const auto& change) {
    TagPrior prior = small_prior();
    change(prior);
    write_tag_prior(folder / "p.safetensors", prior);
    test::expect_error(ErrorKind::kInvalidInput, part, [&] { read_tag_prior(folder / "p.safetensors"); });
  };
  expect_refused("prevalence: 1.5 is out of range", [](TagPrior& p) { p.prevalence[1] = 1.5F; });
  expect_refused("omission: -1 is out of range", [](TagPrior& p) { p.omission[1] = -1; });
  expect_refused("omission: nan is out of range",
                 [](TagPrior& p) { p.omission[1] = std::numeric_limits<float>::quiet_NaN(); });
  expect_refused("weight 0 is out of range", [](TagPrior& p) {
    p.context = ContextModel({0, 0, 0}, {{0, 3, 1}});
  });
  expect_refused("weight 0 is out of range", [](TagPrior& p) {
    p.context = ContextModel({0, 0, 0}, {{0, -1, 1}});
  });
  expect_refused("weight 0 is out of range", [](TagPrior& p) {
    p.context = ContextModel({0, 0, 0}, {{0, 1, 1e6F}});
  });
  test::write_text(folder / "p.safetensors", "x");
  test::expect_error(ErrorKind::kInvalidInput, "p.safetensors",
                     [&] { read_tag_prior(folder / "p.safetensors"); });
  const std::vector<NamedTensor> tensors = {{"x", DType::kU8, {1}, test::as_bytes("x")}};
  write_safetensors(folder / "p.safetensors", tensors);
  test::expect_error(ErrorKind::kInvalidInput, "not a tag prior",
                     [&] { read_tag_prior(folder / "p.safetensors"); });
}

TEST(TagPrior, SuggestsProbablyMissingTags) {
  const TagPrior prior = small_prior();
  const auto missing = prior.suggest(std::vector<std::int16_t>{0}, 10, 0);
  ASSERT_EQ(missing.size(), 2U);
  EXPECT_EQ(missing[0].tag, 2);
  EXPECT_FLOAT_EQ(missing[0].probability, 0.3F / 0.7F);  // q / (1 - q) = 1
  EXPECT_FLOAT_EQ(missing[1].probability, 0.25F * std::exp(2 * (-1 + 0.5F) + 0.5F));
  EXPECT_EQ(prior.suggest(std::vector<std::int16_t>{0}, 1, 0).size(), 1U);
  EXPECT_EQ(prior.suggest(std::vector<std::int16_t>{0}, 10, 0.4F).size(), 1U);
}

TEST(MissingProbability, IsTheBoundedElkanNotoPosterior) {
  // q = (1 - rho) pi: P(true | not given) = (pi - q) / (1 - q) = rho pi / (1 - (1 - rho) pi).
  const double pi = 0.4, rho = 0.25, q = (1 - rho) * pi;
  EXPECT_NEAR(missing_probability(static_cast<float>(std::log(q / (1 - q))), static_cast<float>(rho)),
              rho * pi / (1 - (1 - rho) * pi), 1e-6);
  EXPECT_FLOAT_EQ(missing_probability(20, 0.5F), 0.98F);
}

TEST(TagPrior, TruePrevalenceIncludesOmittedTags) {
  EXPECT_FLOAT_EQ(small_prior().true_prevalence()[0], 0.2F);
  TagPrior prior = small_prior();
  prior.omission[2] = 0.9F;
  EXPECT_LT(prior.true_prevalence()[2], 1);
}

}  // namespace
}  // namespace jtp
