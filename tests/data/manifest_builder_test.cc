// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/manifest_builder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/data/small_dump.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

const PostProgress kSilent = [](std::uint64_t) {};

class ManifestBuilderTest : public testing::Test {
 protected:
  ManifestCounts build(const ManifestRules& rules, const ManifestSources& sources) {
    return build_manifest(sources, vocabulary_, rules, BrokenRecords::kStop, folder_ / "out", kSilent);
  }
  Manifest manifest() const { return Manifest(folder_ / "out/manifest.safetensors"); }

  test::TemporaryFolder folder_;
  DumpFiles dump_ = test::write_small_dump(folder_);
  Vocabulary vocabulary_{
      {"solo", "red_fur", "canine", "wolf"},
      {TagCategory::kGeneral, TagCategory::kGeneral, TagCategory::kSpecies, TagCategory::kSpecies}};
};

std::vector<std::string> names(const Vocabulary& vocabulary, std::span<const std::int16_t> labels) {
  std::vector<std::string> result;
  for (const std::int16_t label : labels) result.push_back(vocabulary.name(label));
  return result;
}

TEST_F(ManifestBuilderTest, LabelsPostsAndGivesReasonsForExclusions) {
  const ManifestCounts counts = build({}, {dump_, {}, {}, {}});
  const Manifest made = manifest();
  ASSERT_EQ(made.size(), 3);
  EXPECT_EQ(made.sample(0).post_id, 1);
  EXPECT_EQ(names(vocabulary_, made.labels(0)), (std::vector<std::string>{"red_fur", "canine", "wolf"}));
  EXPECT_EQ(names(vocabulary_, made.labels(2)), std::vector<std::string>{"solo"});
  EXPECT_EQ(counts.excluded, (std::map<std::string, std::uint64_t>{
                                 {"age", 1}, {"deleted", 1}, {"file_type", 1}, {"no_md5", 1}}));
  EXPECT_EQ(counts.labels, 7U);
  EXPECT_EQ(counts.grouped_posts, 2U);
  EXPECT_EQ(counts.ratings, (std::array<std::uint64_t, 3>{2, 1, 0}));
}

TEST_F(ManifestBuilderTest, FamiliesStayInOneSplitAndPendingPostsInTraining) {
  ManifestRules rules;
  rules.shares = {.validation = 0, .test = 1};
  const ManifestCounts counts = build(rules, {dump_, {}, {}, {}});
  EXPECT_EQ(manifest().split(0), Split::kTest);
  EXPECT_EQ(manifest().split(1), Split::kTest);
  EXPECT_EQ(manifest().split(2), Split::kTrain);
  EXPECT_EQ(counts.kept_in_training, 1U);
  for (int i = 1; i < 40; ++i) {
    rules.shares = {.validation = i / 40.0, .test = 0};
    build(rules, {dump_, {}, {}, {}});
    EXPECT_EQ(manifest().split(0), manifest().split(1)) << "parent and child";
  }
}

TEST_F(ManifestBuilderTest, NearDuplicatesStayInOneSplit) {
  test::write_text(folder_ / "groups.csv",
                   fmt::format("md5,group\n{},g\n{},g\n", test::md5_of(1), test::md5_of(3)));
  const ManifestCounts counts = build({}, {dump_, std::nullopt, folder_ / "groups.csv", {}});
  EXPECT_EQ(counts.grouped_posts, 4U) << "three posts and the group";
}

TEST_F(ManifestBuilderTest, ATableOfSplitsOverridesHashesAndPending) {
  test::write_text(folder_ / "splits.csv", "post_id,name,split\n1,a,validation\n3,b,test\n999,c,train\n");
  const ManifestCounts counts = build({}, {dump_, {}, {}, folder_ / "splits.csv"});
  EXPECT_EQ(counts.split_by_table, 2U);
  EXPECT_EQ(counts.samples, (std::array<std::uint64_t, kSplits>{1, 1, 1}));
  const Manifest made = manifest();
  EXPECT_EQ(made.split(0), Split::kValidation);
  EXPECT_EQ(made.sample(2).post_id, 3);
  EXPECT_EQ(made.split(2), Split::kTest) << "although the post is pending";
}

TEST_F(ManifestBuilderTest, VerdictsBecomeLabelsAndKnownNegatives) {
  test::write_text(
      folder_ / "verdicts.csv",
      fmt::format("sha256,md5,path,tag,verdict\nx,{0},/a,Red Fur,no\nx,{0},/a,solo,yes\nx,{0},/a,bird,no\n"
                  "x,{1},/b,wolf,yes\nx,,/c,wolf,no\n",
                  test::md5_of(1), test::md5_of(3)));
  const ManifestCounts counts = build({}, {dump_, {}, {}, {}, folder_ / "verdicts.csv"});
  const Manifest made = manifest();
  EXPECT_EQ(names(vocabulary_, made.labels(0)), (std::vector<std::string>{"solo", "canine", "wolf"}));
  EXPECT_EQ(names(vocabulary_, made.known_negative(0)), std::vector<std::string>{"red_fur"});
  EXPECT_EQ(names(vocabulary_, made.labels(2)), (std::vector<std::string>{"solo", "canine", "wolf"}))
      << "with what wolf implies";
  EXPECT_TRUE(made.known_negative(2).empty());
  EXPECT_EQ(counts.rejected, 1U);
  EXPECT_EQ(counts.confirmed, 3U);
  test::write_text(folder_ / "verdicts.csv",
                   fmt::format("md5,tag,verdict\n{},wolf,maybe\n", test::md5_of(1)));
  test::expect_error(ErrorKind::kInvalidInput, "must be yes or no", [&] {
    build({}, {dump_, {}, {}, {}, folder_ / "verdicts.csv"});
  });
}

TEST_F(ManifestBuilderTest, RefusesAnUnknownSplit) {
  for (const char* row : {"1,training", "x,train", ",train"}) {
    test::write_text(folder_ / "splits.csv", std::string("post_id,split\n") + row + "\n");
    test::expect_error(ErrorKind::kInvalidInput, "splits.csv", [&] {
      build({}, {dump_, {}, {}, folder_ / "splits.csv"});
    });
  }
}

TEST_F(ManifestBuilderTest, RequiresAPictureIfAFolderIsGiven) {
  std::filesystem::create_directories(folder_ / "pictures");
  test::write_text(folder_ / "pictures" / (test::md5_of(2) + ".jpg"), "x");
  const ManifestCounts counts = build({}, {dump_, folder_ / "pictures", {}, {}});
  EXPECT_EQ(counts.excluded.at("no_picture"), 2U);
  const Manifest made = manifest();
  ASSERT_EQ(made.size(), 1);
  EXPECT_EQ(made.picture_path(made.sample(0)), test::md5_of(2) + ".jpg");
}

TEST_F(ManifestBuilderTest, ExclusionsCanBeReplaced) {
  ManifestRules rules;
  rules.exclusions = {{"grey_wolf", "s", "wolves"}};
  rules.min_labels = 2;
  const ManifestCounts counts = build(rules, {dump_, {}, {}, {}});
  EXPECT_EQ(counts.excluded.at("wolves"), 2U) << "aliases are followed";
  EXPECT_EQ(counts.excluded.at("few_labels"), 1U);
  EXPECT_EQ(counts.excluded.count("age"), 0U);
}

}  // namespace
}  // namespace jtp
