// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/vocabulary_files.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "jtp/tags/vocabulary.h"
#include "tests/data/small_dump.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

TEST(VocabularyFiles, ReadBackAsTheVocabularyOfAModel) {
  const test::TemporaryFolder folder;
  const DumpFiles files = test::write_small_dump(folder);
  const VocabularyRule rule{.min_count = 0};
  const DumpVocabulary built = build_vocabulary(files, rule, BrokenRecords::kStop, [](std::uint64_t) {});
  const std::string card = vocabulary_card(built, rule, files);
  write_vocabulary(folder / "out/deep", built, card);
  const Vocabulary read = load_vocabulary(folder / "out/deep/tags.json", folder / "out/deep/tags.csv");
  ASSERT_EQ(read.size(), static_cast<int>(built.tags.size()));
  for (int i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read.name(i), built.tags[static_cast<std::size_t>(i)].name);
    EXPECT_EQ(read.category(i), built.tags[static_cast<std::size_t>(i)].category);
  }
  const auto json = nlohmann::json::parse(test::read_text(folder / "out/deep/vocabulary.json"));
  EXPECT_EQ(json["posts_used"], 6);
  EXPECT_EQ(json["tags_by_category"]["species"], 2);
}

TEST(VocabularyFiles, RefuseTwoSpellingsOfOneTag) {
  const test::TemporaryFolder folder;
  DumpVocabulary vocabulary;
  vocabulary.tags = {{"wolf", TagCategory::kSpecies, 2}, {"Wolf", TagCategory::kSpecies, 1}};
  test::expect_error(ErrorKind::kInvalidInput, "have the same name",
                     [&] { write_vocabulary(folder / "out", vocabulary, "{}"); });
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

}  // namespace
}  // namespace jtp
