// SPDX-License-Identifier: Apache-2.0
#include "cli/tag/text.h"

#include <gtest/gtest.h>

#include "cli/terminal/terminal.h"

namespace jtp {
namespace {

PictureRecord record() {
  return {.file = "a.png",
          .picture = {.width = 30, .height = 20},
          .model = {},
          .tags = {{"wolf", 0, TagCategory::kSpecies, 0.98769F},
                   {"red_fur", 1, TagCategory::kGeneral, 0.5F},
                   {"solo", 2, TagCategory::kGeneral, 0.25F}},
          .error = {}};
}

TEST(TagText, ALineHoldsThePictureAndItsTagsWithFourDigits) {
  EXPECT_EQ(tag_line(record(), {}), "a.png: wolf 0.9877, red fur 0.5000, solo 0.2500\n");
}

TEST(TagText, ABlockWrapsAtTheWidthOfTheTerminal) {
  EXPECT_EQ(tag_block(record(), {.spelling = {}, .tint = Tint::kPlain, .width = 28}),
            "a.png  30x20\n  wolf 0.99  red fur 0.50\n  solo 0.25\n");
}

TEST(TagText, CategoriesHaveColours) {
  const std::string block = tag_block(record(), {.spelling = {}, .tint = Tint::kByCategory, .width = 80});
  EXPECT_NE(block.find("\x1b[31mwolf\x1b[0m"), std::string::npos) << block;
  EXPECT_NE(block.find("\x1b[36msolo\x1b[0m"), std::string::npos) << block;
}

TEST(TagText, ABlockWithoutTagsSaysSo) {
  PictureRecord empty = record();
  empty.tags.clear();
  EXPECT_EQ(tag_block(empty, {}), "a.png  30x20\n  no tags above their thresholds\n");
}

TEST(TagText, ControlCharactersAreNotPrintable) { EXPECT_EQ(printable("a\x1b[2J\n\x7f"), "a?[2J??"); }

}  // namespace
}  // namespace jtp
