// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/vocabulary.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

// A folder with a tags.json and a tags.csv, both written by the test.
class VocabularyFiles : public ::testing::Test {
 protected:
  Vocabulary load(std::string_view json) {
    test::write_text(json_, json);
    return load_vocabulary(json_, std::nullopt);
  }
  Vocabulary load(std::string_view json, std::string_view csv) {
    test::write_text(json_, json);
    test::write_text(csv_, csv);
    return load_vocabulary(json_, csv_);
  }
  void refuses_csv(std::string_view csv, std::string_view message) {
    test::expect_error(ErrorKind::kModel, message, [&] { load(kJson, csv); });
  }

  static constexpr std::string_view kJson = R"({"solo": 0, "red_fur": 1, "wolf": 2})";
  test::TemporaryFolder folder_;
  std::filesystem::path json_ = folder_ / "tags.json";
  std::filesystem::path csv_ = folder_ / "tags.csv";
};

TEST_F(VocabularyFiles, NamesAreOrderedByIndex) {
  const Vocabulary words = load(R"({"wolf": 2, "red fur": 1, "solo": 0})");
  ASSERT_EQ(words.size(), 3);
  EXPECT_EQ(words.name(1), "red_fur");
  EXPECT_EQ(words.find("red fur"), 1);
  EXPECT_EQ(words.find("Red_Fur"), 1);
  EXPECT_EQ(words.find("fox"), std::nullopt);
}

TEST_F(VocabularyFiles, WithoutATableAnUnknownVocabularyIsGeneral) {
  const Vocabulary words = load(kJson);
  for (int i = 0; i < words.size(); ++i) EXPECT_EQ(words.category(i), TagCategory::kGeneral);
}

TEST_F(VocabularyFiles, TheTableGivesTheCategories) {
  const Vocabulary words = load(kJson,
                                "\xEF\xBB\xBF"
                                "count,category,name\r\n9,species,wolf\r\n8,0,solo\r\n7,7,red fur\r\n");
  EXPECT_EQ(words.category(0), TagCategory::kGeneral);
  EXPECT_EQ(words.category(1), TagCategory::kMeta);
  EXPECT_EQ(words.category(2), TagCategory::kSpecies);
}

TEST_F(VocabularyFiles, AMismatchedTableIsRefused) {
  refuses_csv("name,category\nfox,5\n", "tags.csv:2: tags.json has no tag \"fox\"");
  refuses_csv("name,category\nsolo,0\nsolo,0\n", "tags.csv:3: tag \"solo\" is listed twice");
  refuses_csv("name,category\nsolo,9\n", "tags.csv:2: the category of tag \"solo\" is not one of e621's");
  refuses_csv("name,category\nsolo,\n", "tags.csv:2: the category of tag \"solo\" is not one of e621's");
  refuses_csv("name,category\nsolo,0\nred_fur,0\n", "tags.csv: tag \"wolf\" of tags.json is missing");
  refuses_csv("name\nsolo\n", "tags.csv:1: the header has no column \"category\"");
  refuses_csv("", "tags.csv:1: the table is empty");
}

TEST_F(VocabularyFiles, AMissingOrHugeFileIsAModelError) {
  test::expect_error(ErrorKind::kModel, "tags.json", [&] { load_vocabulary(json_, std::nullopt); });
  test::write_text(json_, kJson);
  test::expect_error(ErrorKind::kModel, "tags.csv", [&] { load_vocabulary(json_, csv_); });
  test::write_text(json_, "{}");
  std::filesystem::resize_file(json_, std::uintmax_t{1} << 33);
  test::expect_error(ErrorKind::kModel, "tags.json: too large (8589934592 bytes; at most 16777216 are read)",
                     [&] { load_vocabulary(json_, std::nullopt); });
}

TEST_F(VocabularyFiles, TwoSpellingsOfOneTagAreRefused) {
  test::expect_error(ErrorKind::kModel,
                     "tags.json: tags 0 (\"red_fur\") and 1 (\"Red_Fur\") have the same name",
                     [&] { load(R"({"red_fur": 0, "Red Fur": 1})"); });
  test::expect_error(ErrorKind::kModel, "tags.json: tags 0 (\"wolf\") and 1 (\"wolf\") have the same name",
                     [&] { load(R"({"wolf": 0, "wolf": 1})"); });
}

TEST_F(VocabularyFiles, TheSizeMustMatchTheHead) {
  const Vocabulary words = load(kJson);
  require_size(words, 3, json_);
  test::expect_error(ErrorKind::kModel, "tags.json: lists 3 tags, but the network has 37 outputs",
                     [&] { require_size(words, 37, json_); });
}

TEST(Vocabulary, TheBundledModelsTagsLoad) {
  const auto folder = test::source_dir() / "models" / "mini";
  const Vocabulary words = load_vocabulary(folder / "tags.json", folder / "tags.csv");
  EXPECT_EQ(words.size(), 192);
  EXPECT_EQ(words.name(*words.find("cat-face")), "cat-face");
}

}  // namespace
}  // namespace jtp
