// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/caption_tags.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

using Tags = std::vector<std::string>;

TEST(CaptionTags, ReadsEveryUsualList) {
  const Tags expected = {"red_fur", "wolf", "solo"};
  EXPECT_EQ(caption_tags("red fur, wolf, solo\n"), expected);
  EXPECT_EQ(caption_tags("\xEF\xBB\xBFRed Fur,wolf,, solo,"), expected);
  EXPECT_EQ(caption_tags("red_fur wolf solo"), expected);
  EXPECT_EQ(caption_tags("red fur\r\nwolf\r\nsolo\r\nwolf\r\n"), expected);
  EXPECT_EQ(caption_tags(""), Tags());
}

TEST(CaptionTags, RemovesWeightsAndKeepsNames) {
  EXPECT_EQ(caption_tags("(red fur, wolf:1.2), [solo], ((tail))"), (Tags{"red_fur", "wolf", "solo", "tail"}));
  EXPECT_EQ(caption_tags("digital media (artwork), fox \\(species\\), (wolf (species):0.9)"),
            (Tags{"digital_media_(artwork)", "fox_(species)", "wolf_(species)"}));
  EXPECT_EQ(caption_tags(":3, >:3, :), male/female, ratio 16:9"),
            (Tags{":3", ">:3", ":)", "male/female", "ratio_16:9"}));
}

TEST(CaptionTags, ASentenceIsOneTag) {
  EXPECT_EQ(caption_tags("A wolf sitting on a rock."), Tags{"a_wolf_sitting_on_a_rock."});
}

}  // namespace
}  // namespace jtp
