// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/thresholds.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

const Vocabulary& vocabulary() {
  static const Vocabulary words(
      {"solo", "red_fur", "wolf", "digital_media_(artwork)"},
      {TagCategory::kGeneral, TagCategory::kGeneral, TagCategory::kSpecies, TagCategory::kMeta});
  return words;
}

TEST(Thresholds, TheDefaultIsTheModelCards) { EXPECT_EQ(Thresholds()(0, vocabulary()), 0.2F); }

TEST(Thresholds, TagOverridesCategoryOverridesGlobal) {
  Thresholds thresholds(0.3F);
  thresholds.set_category(TagCategory::kGeneral, 0.4F);
  EXPECT_TRUE(thresholds.parse_csv("tag,threshold\nred_fur,0.5\n", "t.csv", vocabulary()).empty());
  EXPECT_EQ(thresholds(0, vocabulary()), 0.4F);
  EXPECT_EQ(thresholds(1, vocabulary()), 0.5F);
  EXPECT_EQ(thresholds(2, vocabulary()), 0.3F);
}

TEST(Thresholds, ReturnTheirLevels) {
  Thresholds thresholds(0.3F);
  EXPECT_FALSE(thresholds.of_tag(1));
  thresholds.set_category(TagCategory::kGeneral, 0.4F);
  thresholds.parse_csv("tag,threshold\nred_fur,0.5\n", "t.csv", vocabulary());
  EXPECT_EQ(thresholds.global(), 0.3F);
  EXPECT_EQ(thresholds.of_category(TagCategory::kGeneral), 0.4F);
  EXPECT_FALSE(thresholds.of_category(TagCategory::kSpecies));
  EXPECT_EQ(thresholds.of_tag(1), 0.5F);
  EXPECT_FALSE(thresholds.of_tag(0));
}

TEST(Thresholds, ACalibrationTableMayHaveMoreColumnsAndAnySpelling) {
  Thresholds thresholds;
  const auto unknown = thresholds.parse_csv(
      "tp,Tag,threshold,fp\r\n1,red fur, 0.25 ,2\r\n1,digital media \\(artwork\\),1e-1,2\r\n1,fox,0.5,0\r\n",
      "t.csv", vocabulary());
  EXPECT_EQ(thresholds(1, vocabulary()), 0.25F);
  EXPECT_EQ(thresholds(3, vocabulary()), 0.1F);
  EXPECT_EQ(unknown, std::vector<std::string>{"fox"});
}

TEST(Thresholds, AnEmptyThresholdMeansNever) {
  Thresholds thresholds;
  thresholds.parse_csv("tag,threshold\nwolf,\nsolo, \n", "t.csv", vocabulary());
  EXPECT_EQ(thresholds(2, vocabulary()), std::numeric_limits<float>::infinity());
  EXPECT_EQ(thresholds(0, vocabulary()), std::numeric_limits<float>::infinity());
}

TEST(Thresholds, ASecondFileReplacesTheFirst) {
  Thresholds thresholds;
  thresholds.parse_csv("tag,threshold\nwolf,0.9\n", "a.csv", vocabulary());
  thresholds.parse_csv("tag,threshold\nsolo,0.8\n", "b.csv", vocabulary());
  EXPECT_EQ(thresholds(2, vocabulary()), Thresholds::kDefault);
  EXPECT_EQ(thresholds(0, vocabulary()), 0.8F);
}

TEST(Thresholds, BadValuesAreRefusedWithTheirLineAndChangeNothing) {
  Thresholds thresholds;
  thresholds.parse_csv("tag,threshold\nwolf,0.9\n", "a.csv", vocabulary());
  const auto refuses = [&](const std::string& value, std::string_view message) {
    test::expect_error(ErrorKind::kInvalidInput, message, [&] {
      thresholds.parse_csv("tag,threshold\nwolf,0.1\nsolo," + value + "\n", "t.csv", vocabulary());
    });
    EXPECT_EQ(thresholds(2, vocabulary()), 0.9F);
  };
  for (const char* value : {"1.01", "nan", "inf", "1e999", "high", "0.5x", "0x1p-1", "0.5 0.6"}) {
    refuses(value, fmt::format("t.csv:3: threshold \"{}\" is not a number between 0 and 1", value));
  }
  refuses("-0.4",
          "t.csv:3: threshold \"-0.4\" is negative: thresholds are probabilities, 0...1, not the -1...1");
  refuses(std::string(10000, '9'), "t.csv:3: threshold \"9999999999999999999999999999999999999999\" is not");
}

TEST(Thresholds, ARepeatedTagIsRefused) {
  Thresholds thresholds;
  test::expect_error(ErrorKind::kInvalidInput, "t.csv:3: tag \"red_fur\" is listed twice", [&] {
    thresholds.parse_csv("tag,threshold\nred fur,0.1\nred_fur,0.2\n", "t.csv", vocabulary());
  });
}

TEST(Thresholds, ErrorsNameTheFile) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "own.csv", "tag,value\nwolf,0.5\n");
  Thresholds thresholds;
  test::expect_error(ErrorKind::kInvalidInput, "own.csv:1: the header has no column \"threshold\"",
                     [&] { thresholds.load_csv(folder / "own.csv", vocabulary()); });
  test::write_text(folder / "own.csv", "tag,threshold\nwolf,0.5\n");
  thresholds.load_csv(folder / "own.csv", vocabulary());
  EXPECT_EQ(thresholds(2, vocabulary()), 0.5F);
}

TEST(Thresholds, OnlyProbabilitiesAreThresholds) {
  for (const float bad : {-0.1F, 1.1F, std::nanf("")}) {
    test::expect_error(ErrorKind::kUsage, "a threshold must be between 0 and 1, not",
                       [&] { Thresholds{bad}; });
    test::expect_error(ErrorKind::kUsage, "a threshold must be between 0 and 1, not",
                       [&] { Thresholds().set_category(TagCategory::kMeta, bad); });
  }
}

}  // namespace
}  // namespace jtp
