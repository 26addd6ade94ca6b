// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/selection_cache.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

const Vocabulary kWords({"solo", "wolf"}, {TagCategory::kGeneral, TagCategory::kSpecies});

TEST(SelectionCache, ComputesASelectionOncePerSetOfOptions) {
  const SelectionCache cache;
  const auto first = cache.find(kWords, Thresholds(0.5F), {.limit = 1});
  EXPECT_EQ(cache.find(kWords, Thresholds(0.5F), {.limit = 1}), first);
  EXPECT_NE(cache.find(kWords, Thresholds(0.25F), {.limit = 1}), first);
  EXPECT_NE(cache.find(kWords, Thresholds(0.5F), {.limit = 2}), first);
  EXPECT_NE(cache.find(kWords, Thresholds(0.5F), {.limit = 1, .rule = ThresholdRule::kAtLeast}), first);
  Thresholds species(0.5F);
  species.set_category(TagCategory::kSpecies, 0.1F);
  EXPECT_NE(cache.find(kWords, species, {.limit = 1}), first);
  EXPECT_EQ(cache.find(kWords, Thresholds(0.5F), {.limit = 1}), first);
}

TEST(SelectionCache, ForgetsTheLeastRecentlyUsedSelection) {
  const SelectionCache cache;
  const std::weak_ptr<const TagSelection> first = cache.find(kWords, Thresholds(0.5F), {});
  for (int limit = 1; limit < 100; ++limit) cache.find(kWords, Thresholds(0.5F), {.limit = limit});
  EXPECT_TRUE(first.expired());
}

}  // namespace
}  // namespace jtp
