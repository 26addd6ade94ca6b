// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/synth_dump.h"

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace jtp {
namespace {

const PostProgress kSilent = [](std::uint64_t) {};

TEST(SynthDump, IsTheSameForAnyNumberOfThreads) {
  const test::TemporaryFolder folder;
  const SynthOptions options{.tags = 100, .posts = 5000, .omission = 0.3, .seed = 3};
  write_synth_dump(options, folder / "one", 1, kSilent);
  write_synth_dump(options, folder / "three", 3, kSilent);
  for (const char* name : {"posts.csv.gz", "truth.csv.gz", "tags.csv", "tag_aliases.csv",
                           "tag_implications.csv", "omission.csv"}) {
    EXPECT_EQ(test::read_text(folder / "one" / name), test::read_text(folder / "three" / name)) << name;
  }
}

TEST(SynthDump, ReadsBackWithTheCountsThatItReported) {
  const test::TemporaryFolder folder;
  const SynthOptions options{.tags = 200, .posts = 3000, .omission = 0.2, .seed = 4};
  const SynthCounts written = write_synth_dump(options, folder.path(), 2, kSilent);
  const DumpVocabulary vocabulary =
      build_vocabulary(find_dump(folder.path()), {.min_count = 5}, BrokenRecords::kStop, kSilent);
  EXPECT_EQ(vocabulary.counts.posts, written.posts);
  EXPECT_EQ(vocabulary.counts.deleted, written.deleted);
  EXPECT_GT(vocabulary.counts.names.aliased, 0U);
  EXPECT_EQ(vocabulary.counts.unknown_tags, 1U);
  EXPECT_GT(vocabulary.tags.size(), 150U);
  EXPECT_GT(vocabulary.counts.other_category, 0U) << "artists and characters are there to be dropped";
}

}  // namespace
}  // namespace jtp
