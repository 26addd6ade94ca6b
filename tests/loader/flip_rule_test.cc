// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/flip_rule.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

bool may_flip(const std::string& tag) {
  const Vocabulary vocabulary({"wolf", tag}, {TagCategory::kSpecies, TagCategory::kGeneral});
  const FlipRule rule(vocabulary, default_flip_sensitive_tags());
  EXPECT_EQ(rule.tags(), 2);
  const std::vector<std::int16_t> labels = {0, 1};
  EXPECT_EQ(rule.sensitive_tags(), rule.may_flip(labels) ? 0 : 1);
  return rule.may_flip(labels);
}

TEST(FlipRule, WritingSidesAndOneSidedFeaturesForbidMirroring) {
  for (const char* tag : {"text", "english_text", "signature", "left", "facing_left", "right_handed", "comic",
                          "heterochromia", "asymmetrical_markings"}) {
    EXPECT_FALSE(may_flip(tag)) << tag;
  }
}

TEST(FlipRule, OtherTagsAllowIt) {
  for (const char* tag : {"solo", "red_fur", "bright", "texture", "leftovers"})
    EXPECT_TRUE(may_flip(tag)) << tag;
}

TEST(FlipRule, APictureWithoutTagsMayBeMirrored) {
  EXPECT_TRUE(FlipRule(Vocabulary({"text"}, {TagCategory::kGeneral}), {"text"}).may_flip({}));
}

TEST(FlipRule, TheListCanBeReplaced) {
  const FlipRule rule(Vocabulary({"wolf", "text"}, {TagCategory::kSpecies, TagCategory::kGeneral}), {"w?lf"});
  EXPECT_FALSE(rule.may_flip(std::vector<std::int16_t>{0}));
  EXPECT_TRUE(rule.may_flip(std::vector<std::int16_t>{1}));
}

}  // namespace
}  // namespace jtp
