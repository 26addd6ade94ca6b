// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/omission.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

const Vocabulary& words() {
  static const Vocabulary vocabulary(
      {"solo", "wolf", "a_game", "hi_res"},
      {TagCategory::kGeneral, TagCategory::kSpecies, TagCategory::kCopyright, TagCategory::kMeta});
  return vocabulary;
}

TEST(Omission, IsTheRateOfTheCategoryWithoutCounts) {
  EXPECT_EQ(omission_rates(words(), {}), (std::vector<float>{0.30F, 0.20F, 0.15F, 0.35F}));
}

TEST(Omission, FollowsCountsLikeABetaPosterior) {
  const std::vector<OmissionCount> counts = {{50, 80}, {0, 0}, {0, 0}, {0, 20}};
  const auto rates = omission_rates(words(), counts);
  EXPECT_FLOAT_EQ(rates[0], 56.0F / 100);
  EXPECT_FLOAT_EQ(rates[1], 0.20F);
  EXPECT_FLOAT_EQ(rates[3], 7.0F / 40);
}

TEST(Omission, AnEarlierRateCountsAsTwentyPictures) {
  const std::vector<OmissionCount> counts = {{50, 80}, {0, 0}};
  const auto rates = omission_rates(std::vector<float>{0.5F, 0.1F}, counts);
  EXPECT_FLOAT_EQ(rates[0], 60.0F / 100);
  EXPECT_FLOAT_EQ(rates[1], 0.1F);
}

TEST(Omission, WritesATableThatItReads) {
  const test::TemporaryFolder folder;
  const std::vector<OmissionCount> counts = {{1.0 / 3, 12.5}, {0, 0}, {3, 1e6}, {0, 7}};
  test::write_text(folder / "o.csv", omission_table(words(), counts));
  const auto read = load_omission_counts(folder / "o.csv", words());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    EXPECT_EQ(read[i].omitted, counts[i].omitted) << i;
    EXPECT_EQ(read[i].checked, counts[i].checked) << i;
  }
}

TEST(Omission, ReadsATable) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "o.csv", "tag,omitted,checked\nSolo,3,10\nunheard_of,1,1\nsolo,1,2\n");
  const auto counts = load_omission_counts(folder / "o.csv", words());
  EXPECT_EQ(counts[0].omitted, 4);
  EXPECT_EQ(counts[0].checked, 12);
  EXPECT_EQ(counts[1].checked, 0);
  for (const char* bad : {"4,3", "-1,3", "x,3", "nan,3", "1,"}) {
    test::write_text(folder / "o.csv", std::string("tag,omitted,checked\nsolo,") + bad + "\n");
    test::expect_error(ErrorKind::kInvalidInput,
                       "o.csv:2: ", [&] { load_omission_counts(folder / "o.csv", words()); });
  }
}

}  // namespace
}  // namespace jtp
