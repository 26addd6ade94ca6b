// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/late_additions.h"

#include <gtest/gtest.h>

#include <cmath>

#include "jtp/data/synth_dump.h"
#include "tests/data/small_dump.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

using Counts = std::vector<std::uint64_t>;

const Vocabulary kVocabulary({"wolf", "canine", "red_fur", "solo"}, std::vector<TagCategory>(4));

LateAdditions count(const DumpFiles& files, int editors) {
  return count_late_additions(files, kVocabulary, editors, BrokenRecords::kStop, [](std::uint64_t) {});
}

// Whether other tags imply this one even if it was not given; then it was never added late either.
bool has_implying(const SynthWorld& world, std::uint32_t tag) {
  for (std::uint32_t other = 0; other < world.tags(); ++other) {
    if (other != tag && world.implied(other) == tag) return true;
  }
  return false;
}

// Post 1 has wolf (under an old name), canine by implication, and red_fur; post 2 canine, solo and wolf; post
// 4 is deleted.
TEST(LateAdditions, CountsTagsAddedAfterTheUploadAndStillPresent) {
  const test::TemporaryFolder folder;
  test::write_small_dump(folder);
  test::write_text(folder / "post_versions.csv",
                   "id,post_id,version,tags,added_tags,removed_tags,updater_id\n"
                   "1,1,1,,red_fur solo,,7\n"
                   "2,2,1,,canine solo,,7\n"
                   "3,1,2,,timber_wolf,solo red_fur,8\n"  // red_fur was present at first
                   "4,1,3,,red_fur,,8\n"
                   "5,2,2,,wolf up,,7\n"  // by the uploader
                   "6,4,1,,solo,,7\n"
                   "7,4,2,,red_fur,,8\n");
  const DumpFiles files = find_dump(folder.path());
  const LateAdditions all = count(files, 1);
  EXPECT_EQ(all.versions, 7U);
  EXPECT_EQ(all.posts, 2U);
  EXPECT_EQ(all.present, (Counts{2, 2, 1, 1}));
  EXPECT_EQ(all.added_late, (Counts{2, 0, 0, 0}));
  const LateAdditions reviewed = count(files, 2);
  EXPECT_EQ(reviewed.posts, 1U);
  EXPECT_EQ(reviewed.present, (Counts{1, 1, 1, 0}));
  EXPECT_EQ(reviewed.added_late, (Counts{1, 0, 0, 0}));
}

TEST(LateAdditions, NamesMissingAndBrokenTables) {
  const test::TemporaryFolder folder;
  const DumpFiles without = test::write_small_dump(folder);
  test::expect_error(ErrorKind::kNotFound, "no post_versions.csv", [&] { count(without, 1); });
  test::write_text(folder / "post_versions.csv",
                   "post_id,version,added_tags,removed_tags,updater_id\n1,x,wolf,,7\n1,2,wolf,,8\n");
  const DumpFiles files = find_dump(folder.path());
  test::expect_error(ErrorKind::kInvalidInput, "post_versions.csv: record 1: column \"version\"",
                     [&] { count(files, 1); });
  const LateAdditions counts =
      count_late_additions(files, kVocabulary, 1, BrokenRecords::kSkip, [](std::uint64_t) {});
  EXPECT_EQ(counts.skipped.count, 1U);
  EXPECT_EQ(counts.added_late[0], 1U);
}

// Each share is a mean of `present` draws, so it is off by more than five standard deviations once in a
// million.
TEST(LateAdditions, FindsTheSharesOfASyntheticWorld) {
  const test::TemporaryFolder folder;
  SynthOptions options;
  options.tags = 60;
  options.posts = 20000;
  write_synth_dump(options, folder.path(), 1, [](std::uint64_t) {});
  const SynthWorld world(options);
  std::vector<std::string> names;
  for (std::uint32_t tag = 0; tag < world.tags(); ++tag) names.push_back(world.name(tag));
  const Vocabulary vocabulary(names, std::vector<TagCategory>(names.size()));
  const LateAdditions counts = count_late_additions(find_dump(folder.path()), vocabulary, 2,
                                                    BrokenRecords::kStop, [](std::uint64_t) {});
  int compared = 0;
  for (std::uint32_t tag = 0; tag < world.tags(); ++tag) {
    const auto present = static_cast<double>(counts.present[tag]);
    if (present < 300 || has_implying(world, tag)) continue;
    const double share = synth_late_share(tag);
    const double deviation = std::sqrt(share * (1 - share) / present);
    EXPECT_NEAR(static_cast<double>(counts.added_late[tag]) / present, share, 5 * deviation) << names[tag];
    ++compared;
  }
  EXPECT_GT(compared, 10);
}

}  // namespace
}  // namespace jtp
