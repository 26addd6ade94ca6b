// SPDX-License-Identifier: Apache-2.0
#include "jtp/captions/sidecar_writer.h"

#include <gtest/gtest.h>

#include "jtp/base/digest.h"
#include "tests/support/files.h"
#include "tests/support/rights.h"

namespace jtp {
namespace {

namespace fs = std::filesystem;
using Tags = std::vector<std::string>;

std::string hash_of(std::string_view text) { return sha256_hex(test::as_bytes(text)); }

WrittenFile record(Tags tags, std::string_view text) {
  WrittenFile file;
  file.path = "/p/a.txt";
  file.picture_sha256 = std::string(64, '1');
  file.tags = std::move(tags);
  file.sha256 = hash_of(text);
  return file;
}

TEST(SidecarWriter, AfterACrashTheTextDeterminesTheValidRecord) {
  const WriteRecord both{record({"wolf"}, "wolf"), record({"fox"}, "fox")};
  EXPECT_EQ(settled_share(both, "wolf")->tags, Tags{"wolf"});
  EXPECT_EQ(settled_share(both, "fox")->tags, Tags{"fox"});
  EXPECT_EQ(settled_share({}, "wolf"), std::nullopt);
}

TEST(SidecarWriter, ATextChangedAfterACrashIsRecognisedByItsTags) {
  const WriteRecord both{record({"wolf", "solo"}, "wolf, solo"),
                         record({"red_fur", "solo"}, "red fur, solo")};
  EXPECT_EQ(settled_share(both, "mine, Red Fur")->tags, (Tags{"red_fur", "solo"}));
  EXPECT_EQ(settled_share(both, "mine, wolf")->tags, (Tags{"wolf", "solo"}));
  const WriteRecord first{std::nullopt, record({"wolf"}, "wolf")};
  EXPECT_EQ(settled_share(first, "mine, wolf")->tags, Tags{"wolf"});
  EXPECT_EQ(settled_share(first, "mine"), std::nullopt);
}

struct Fixture {
  test::TemporaryFolder folder;
  ScoreStore store{folder / "scores.sqlite"};
  std::vector<std::string> failures;

  SidecarPlan plan() {
    return {.format = "kohya",
            .update =
                [](const CaptionState& before, std::span<const std::string> tags) {
                  return update_caption(before, tags, {}, ExistingCaption::kSupplement);
                },
            .preview = {},
            .report = [this](const Error& error) { failures.emplace_back(error.what()); }};
  }

  SidecarCounts write(const std::vector<std::pair<std::string, Tags>>& files) {
    SidecarWriter writer(store, plan());
    for (const auto& [name, tags] : files)
      writer.add({(folder / name).string(), std::string(64, '1'), "toy", tags});
    writer.finish();
    return writer.counts();
  }
};

TEST(SidecarWriter, RecordsOnlyWhatItWrote) {
  Fixture f;
  test::write_text(f.folder / "b.txt", "wolf");
  const SidecarCounts counts = f.write({{"a.txt", {"wolf"}}, {"b.txt", {"wolf"}}, {"c.txt", {}}});
  EXPECT_EQ(counts.written, 1);
  EXPECT_EQ(counts.unchanged, 2);
  EXPECT_EQ(Provenance(f.store).paths(""), Tags{(f.folder / "a.txt").string()});
  const auto written = Provenance(f.store).find((f.folder / "a.txt").string()).written;
  ASSERT_TRUE(written);
  EXPECT_EQ(written->tags, Tags{"wolf"});
  EXPECT_EQ(written->sha256, hash_of("wolf\n"));
}

TEST(SidecarWriter, AFailedWriteLeavesTheRecordUnchanged) {
  Fixture f;
  f.write({{"a.txt", {"wolf"}}});
  fs::permissions(f.folder.path(), static_cast<fs::perms>(0555));
  {
    // The store's files are already open and its journal is in the folder too, so only the sidecar fails.
    const test::RightsCount rights;
    const SidecarCounts counts = f.write({{"a.txt", {"fox"}}});
    EXPECT_EQ(counts.failed, 1);
  }
  fs::permissions(f.folder.path(), fs::perms::owner_all);
  ASSERT_EQ(f.failures.size(), 1U);
  EXPECT_NE(f.failures[0].find("a.txt: cannot make a temporary file"), std::string::npos) << f.failures[0];
  EXPECT_EQ(test::read_text(f.folder / "a.txt"), "wolf\n");
  const WriteRecord left = Provenance(f.store).find((f.folder / "a.txt").string());
  EXPECT_EQ(left.written->tags, Tags{"wolf"});
  EXPECT_FALSE(left.intended);
}

// Runs that crashed between the intention and the confirmation, before and after the file was written.
TEST(SidecarWriter, RecoversFromACrashAtEveryPoint) {
  for (const bool was_written : {false, true}) {
    Fixture f;
    const std::string path = (f.folder / "a.txt").string();
    f.write({{"a.txt", {"wolf"}}});
    WrittenFile next = *Provenance(f.store).find(path).written;
    next.tags = {"wolf", "fox"};
    next.sha256 = hash_of("wolf, fox\n");
    next.insertion_end = 10;
    Provenance(f.store).intend(next);
    if (was_written) test::write_text(path, "wolf, fox\n");
    f.write({{"a.txt", {"solo"}}});
    EXPECT_EQ(test::read_text(path), "solo\n");
    EXPECT_FALSE(Provenance(f.store).find(path).intended);
    EXPECT_EQ(Provenance(f.store).find(path).written->declined, Tags());
  }
}

TEST(SidecarWriter, AStaleIntentionIsDroppedByARunThatChangesNothing) {
  Fixture f;
  const std::string path = (f.folder / "a.txt").string();
  f.write({{"a.txt", {"wolf"}}});
  WrittenFile next = *Provenance(f.store).find(path).written;
  next.tags = {"fox"};
  next.sha256 = hash_of("fox\n");
  Provenance(f.store).intend(next);
  f.write({{"a.txt", {"wolf"}}});
  const WriteRecord left = Provenance(f.store).find(path);
  EXPECT_EQ(left.written->tags, Tags{"wolf"});
  EXPECT_FALSE(left.intended);
}

TEST(SidecarWriter, AFileChangedWhileItsBatchIsPreparedIsLeftUnchanged) {
  Fixture f;
  test::write_text(f.folder / "a.txt", "mine");
  SidecarWriter writer(f.store, f.plan());
  writer.add({(f.folder / "a.txt").string(), std::string(64, '1'), "toy", {"wolf"}});
  test::write_text(f.folder / "a.txt", "mine, and more");
  writer.finish();
  EXPECT_EQ(writer.counts().failed, 1);
  EXPECT_EQ(test::read_text(f.folder / "a.txt"), "mine, and more");
  EXPECT_TRUE(Provenance(f.store).paths("").empty());
}

}  // namespace
}  // namespace jtp
