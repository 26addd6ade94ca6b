// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/omissions.h"

#include <gtest/gtest.h>

#include "jtp/review/text.h"
#include "tests/review/small_review.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp::test {
namespace {

TEST(Omissions, AreConfirmedTagsThatPostsLack) {
  const TemporaryFolder folder;
  const Vocabulary vocabulary({"solo", "wolf"}, {TagCategory::kGeneral, TagCategory::kSpecies});
  ManifestTables tables;
  const std::vector<std::int16_t> wolf = {1};
  Review review{small_plan(9), {}};
  for (int i = 0; i < 8; ++i) {
    const std::string digits = std::string(31, '0') + std::to_string(i);
    if (i < 6) {  // two pictures belong to no post
      tables.add({i,
                  *parse_md5(digits),
                  Rating::kSafe,
                  Split::kTrain,
                  {},
                  i == 0 ? wolf : std::vector<std::int16_t>()});
    }
    review.plan.pictures[static_cast<std::size_t>(i)].path = "/pictures/" + digits + ".png";
    review.plan.questions[static_cast<std::size_t>(i)].tag = 0;  // wolf
    review.plan.questions[static_cast<std::size_t>(i)].weight = i == 0 ? 30 : 10;
    add_answer(review, answer_to(i, i == 5 ? ReviewVerdict::kNo : ReviewVerdict::kYes));
  }
  write_manifest(folder / "m.safetensors", tables, {"abc", 2, {}});
  // Of five confirmed wolves with the weights 30, 10, 10, 10, 10, the first one has the label: 4/7 are
  // omitted.
  EXPECT_EQ(omissions_csv(review, Manifest(folder / "m.safetensors"), vocabulary),
            "tag,omitted,checked\nwolf,2.857,5\n");
  const Review diverse{small_diverse_plan(), {}};
  expect_error(ErrorKind::kUsage, "not a random sample",
               [&] { omissions_csv(diverse, Manifest(folder / "m.safetensors"), vocabulary); });
}

}  // namespace
}  // namespace jtp::test
