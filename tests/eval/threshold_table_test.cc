// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/threshold_table.h"

#include <gtest/gtest.h>

#include <limits>

#include "jtp/tags/thresholds.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

const Vocabulary kVocabulary({"wolf", "red_fur", "a,b"}, std::vector<TagCategory>(3));

TEST(ThresholdTable, ReadsBackAsThresholds) {
  const std::vector<int> tags = {0, 1, 2};
  const std::vector<ChosenThreshold> chosen = {
      {.threshold = 0.1F, .merit = 0.5, .labels = 3, .basis = ThresholdBasis::kOwn},
      {.threshold = std::numeric_limits<float>::infinity()},
      {.threshold = 0.30000001F}};
  const std::string text = threshold_table(kVocabulary, tags, chosen);
  EXPECT_EQ(
      text,
      "tag,threshold,metric,labels,basis\nwolf,0.1,0.5,3,own\nred_fur,,0,0,group\n\"a,b\",0.3,0,0,group\n");
  Thresholds thresholds;
  EXPECT_TRUE(thresholds.parse_csv(text, "t.csv", kVocabulary).empty());
  for (std::size_t tag = 0; tag < 3; ++tag)
    EXPECT_EQ(thresholds(static_cast<int>(tag), kVocabulary), chosen[tag].threshold);
}

class ThresholdGrid : public testing::Test {
 protected:
  static auto read(const std::string& rows) {
    return parse_threshold_grid("tag,threshold,tp,fp,tn,fn\n" + rows, "grid.csv", kVocabulary);
  }
};

TEST_F(ThresholdGrid, ReproducesTheCounts) {
  const auto curves =
      read("wolf,0.5,3,1,9,2\nno_such_tag,0.5,1,1,1,1\nwolf,0.25,4,2,8,1\nwolf,0.75,0,0,10,5\n");
  ASSERT_TRUE(curves[0]);
  EXPECT_FALSE(curves[1]);
  EXPECT_EQ(curves[0]->counts(0.25), (Confusion{.tp = 4, .fp = 2, .tn = 8, .fn = 1}));
  EXPECT_EQ(curves[0]->counts(0.5), (Confusion{.tp = 3, .fp = 1, .tn = 9, .fn = 2}));
  EXPECT_EQ(curves[0]->counts(0.75), (Confusion{.tp = 0, .fp = 0, .tn = 10, .fn = 5}));
  EXPECT_NEAR(curves[0]->best_informedness()->informedness, 0.8 + 0.8 - 1, 1e-12);
  EXPECT_EQ(curves[0]->best_informedness()->ranges.front().lower, 0.25);
}

TEST_F(ThresholdGrid, RefusesImpossibleTables) {
  const auto refused = [&](const std::string& rows, const std::string& why) {
    test::expect_error(ErrorKind::kInvalidInput, why, [&] { read(rows); });
  };
  refused("wolf,0.5,x,1,9,2\n", "grid.csv:2: \"x\" is not a number");
  refused("wolf,-0.5,3,1,9,2\n", "not a number from 0 to 2^53");
  refused("wolf,0.5,3,1e300,9,2\n", "not a number from 0 to 2^53");
  refused("wolf,1.5,3,1,9,2\n", "must be 0 to 1");
  refused("wolf,0.5,3,1,9,2\nwolf,0.6,4,1,9,1\n", "grid.csv:3: tp or fp is greater");
  refused("wolf,0.5,3,1,9,2\nwolf,0.6,2,1,9,2\n", "differs from the tag's other rows");
  refused("wolf,0.5,3,1,9,2\nwolf,0.5,3,1,9,2\n", "twice");
}

}  // namespace
}  // namespace jtp
