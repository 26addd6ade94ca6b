// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/merge.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "jtp/store/features.h"
#include "jtp/store/maintenance.h"
#include "jtp/store/provenance.h"
#include "tests/store/store_fixture.h"

namespace jtp {
namespace {

using test::content;
using test::settled;
using test::StoreFixture;

TEST(Merge, AddsWhatIsMissing) {
  StoreFixture into;
  into.store.add_scorer(test::scorer_key("int8"), "toy", test::four_tags());  // so that numbers differ
  StoreFixture from;
  const ScorerId bf16 = from.store.add_scorer(test::scorer_key("bf16"), "toy", test::four_tags());
  from.put("/p/a.png", 1, {0.5F, 0, 0, 0});
  from.store.put(bf16, test::facts(1), std::vector<float>{0.25F, 0, 0, 1e-5F}, KeptScores::kAll);
  Features(from.store).put(bf16, content(1), std::vector<float>{1, 2});

  const MergeCounts counts = merge_store(into.store, from.store);
  EXPECT_EQ(counts.results, 2);
  EXPECT_EQ(counts.features, 1);
  EXPECT_EQ(counts.files, 1);
  const ScorerId merged = *into.store.find_scorer(test::scorer_key("bf16"));
  EXPECT_EQ(into.store.find(merged, content(1))->all_scores, (std::vector<float>{0.25F, 0, 0, 1e-5F}));
  EXPECT_EQ(Features(into.store).find(merged, content(1)), (std::vector<float>{1, 2}));
  EXPECT_EQ(into.store.find_content(settled("/p/a.png")), content(1));
  EXPECT_TRUE(check_store(into.store).empty());
}

TEST(Merge, ASecondMergeChangesNothing) {
  StoreFixture into;
  StoreFixture from;
  from.store.transaction([&] {
    for (int i = 1; i <= 1200; ++i) from.put(fmt::format("/p/{}.png", i), i, {0.5F, 0, 0, 0});
  });
  EXPECT_EQ(merge_store(into.store, from.store).results, 1200);
  const MergeCounts again = merge_store(into.store, from.store);
  EXPECT_EQ(again.results + again.features + again.files + again.written, 0);
  EXPECT_EQ(store_stats(into.store).files, 1200);
}

TEST(Merge, KeepsWhatBothHaveExceptLaterFiles) {
  StoreFixture into;
  StoreFixture from;
  into.put("/p/a.png", 1, {0.5F, 0, 0, 0});
  from.put("/p/a.png", 1, {0.75F, 0, 0, 0});
  from.put("/p/a.png", 2, {0.25F, 0, 0, 0});
  FileStamp later = settled("/p/a.png");
  later.mtime_ns += 1000;
  from.store.put_file(later, content(2));
  merge_store(into.store, from.store);
  EXPECT_EQ(into.store.find(into.scorer, content(1))->scores.front().score, 0.5F);
  EXPECT_EQ(into.store.find_content_of_path("/p/a.png"), content(2));
  EXPECT_EQ(merge_store(from.store, into.store).files, 0);
}

TEST(Merge, TheLaterRecordOfAWrittenFileWins) {
  StoreFixture into;
  StoreFixture from;
  const auto write = [](ScoreStore& store, const std::string& path, std::int64_t time) {
    Provenance provenance(store);
    provenance.intend({.path = path,
                       .format = "kohya",
                       .model = "toy",
                       .picture_sha256 = content(1),
                       .origin = FileOrigin::kMachine,
                       .tags = {std::to_string(time)},
                       .declined = {},
                       .sha256 = content(2),
                       .time = time});
    provenance.confirm(path);
  };
  write(into.store, "/p/a.txt", 200);
  write(from.store, "/p/a.txt", 100);
  write(into.store, "/p/b.txt", 100);
  write(from.store, "/p/b.txt", 200);
  write(from.store, "/p/c.txt", 1);
  EXPECT_EQ(merge_store(into.store, from.store).written, 2);
  EXPECT_EQ(Provenance(into.store).find("/p/a.txt").written->time, 200);
  EXPECT_EQ(Provenance(into.store).find("/p/b.txt").written->time, 200);
  EXPECT_TRUE(Provenance(into.store).find("/p/c.txt").written);
}

}  // namespace
}  // namespace jtp
