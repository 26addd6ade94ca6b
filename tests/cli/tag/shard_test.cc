// SPDX-License-Identifier: Apache-2.0
#include "cli/tag/shard.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "tests/cli/program.h"
#include "tests/support/errors.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;

TEST(Shard, IsINofN) {
  EXPECT_EQ(parse_shard("2/4"), (Shard{.number = 2, .count = 4}));
  EXPECT_EQ(parse_shard("1/1"), Shard{});
  for (const std::string bad :
       {"", "/", "1", "0/4", "5/4", "-1/4", "1/0", "a/b", "1/4x", "1//4", "1/99999999999"}) {
    expect_error(ErrorKind::kUsage, "--shard", [&] { parse_shard(bad); });
  }
}

TEST(Shard, EveryPictureIsInOneShardAndShardsAreAboutEqual) {
  std::vector<int> sizes(4);
  for (int i = 0; i < 4000; ++i) {
    const fs::path picture = fmt::format("pictures/{:04}.png", i);
    int in = 0;
    for (int number = 1; number <= 4; ++number) {
      if (!is_in_shard({.number = number, .count = 4}, picture)) continue;
      ++in;
      ++sizes[static_cast<std::size_t>(number - 1)];
    }
    ASSERT_EQ(in, 1);
  }
  // Binomial, 4000 trials of 1/4: a standard deviation of 27.
  for (const int size : sizes) EXPECT_NEAR(size, 1000, 5 * 27);
}

TEST(Shard, PicturesWithOneCaptionAreInOneShard) {
  for (int i = 0; i < 100; ++i) {
    const std::string stem = fmt::format("pictures/{}", i);
    const Shard shard{.number = 1, .count = 3};
    EXPECT_EQ(is_in_shard(shard, stem + ".png"), is_in_shard(shard, stem + ".jpg"));
    EXPECT_EQ(is_in_shard(shard, stem + ".png"), is_in_shard(shard, "./" + stem + ".png"));
  }
}

TEST(Shard, FilesOfAShardHaveItsNumberInTheirNames) {
  EXPECT_EQ(shard_file("/a/scores.sqlite", {.number = 2, .count = 4}), "/a/scores.2-of-4.sqlite");
  EXPECT_EQ(shard_file("tags", {.number = 1, .count = 2}), "tags.1-of-2");
  EXPECT_EQ(shard_file("/a/scores.sqlite", {}), "/a/scores.sqlite");
}

struct ShardFromEnvironment : testing::Test {
  ~ShardFromEnvironment() override {
    for (const char* name :
         {"SLURM_PROCID", "SLURM_NTASKS", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"}) {
      ::unsetenv(name);
    }
  }
  static void set(const char* name, const char* value) { ::setenv(name, value, 1); }
};

TEST_F(ShardFromEnvironment, RanksCountFromZero) {
  EXPECT_FALSE(shard_from_environment());
  set("SLURM_PROCID", "0");
  EXPECT_FALSE(shard_from_environment());
  set("SLURM_NTASKS", "3");
  EXPECT_EQ(shard_from_environment()->shard, (Shard{.number = 1, .count = 3}));
  EXPECT_EQ(shard_from_environment()->variable, "SLURM_PROCID");
  set("OMPI_COMM_WORLD_RANK", "7");
  set("OMPI_COMM_WORLD_SIZE", "8");
  EXPECT_EQ(shard_from_environment()->shard, (Shard{.number = 8, .count = 8}));
}

TEST_F(ShardFromEnvironment, InvalidRanksAreNamed) {
  set("SLURM_PROCID", "3");
  set("SLURM_NTASKS", "3");
  expect_error(ErrorKind::kUsage, "SLURM_PROCID='3' and SLURM_NTASKS='3'", [] { shard_from_environment(); });
  set("SLURM_NTASKS", "many");
  expect_error(ErrorKind::kUsage, "'many'", [] { shard_from_environment(); });
}

std::size_t captions_in(const fs::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder))
    count += entry.path().extension() == ".txt" ? 1 : 0;
  return count;
}

// Merges both stores and checks that they contain all 24 pictures.
void expect_merged(const TemporaryFolder& folder) {
  const Outcome merge = run_jtp({"store", "merge", "--store", folder / "all.sqlite",
                                 folder / "s.1-of-2.sqlite", folder / "s.2-of-2.sqlite"});
  EXPECT_EQ(merge.code, 0) << merge.err;
  const Outcome again = run_jtp(
      {"tag", "--model", "mini", "--write", "--store", folder / "all.sqlite", (folder / "p").string()});
  EXPECT_NE(again.err.find("24 tagged (24 from the store), 0 failed, 0 captions written"), std::string::npos)
      << again.err;
}

TEST(Shards, TagEveryPictureOnceAndTheirStoresCanBeMerged) {
  const TemporaryFolder folder;
  draw_pictures(folder / "p", 24);
  for (const std::string rank : {"0", "1"}) {
    const Outcome outcome = run_jtp(
        {"tag", "--model", "mini", "--write", "--store", folder / "s.sqlite", (folder / "p").string()},
        {{"SLURM_PROCID", rank}, {"SLURM_NTASKS", "2"}});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.err.find("of 2 (SLURM_PROCID)"), std::string::npos) << outcome.err;
    if (rank == "0") {
      EXPECT_LT(captions_in(folder / "p"), 24u);
    }
  }
  EXPECT_EQ(captions_in(folder / "p"), 24u);
  expect_merged(folder);
}

TEST(Shards, TheOptionOverridesTheEnvironmentAndResultsAreSeparate) {
  const TemporaryFolder folder;
  draw_pictures(folder / "p", 24);
  std::size_t lines = 0;
  for (const std::string shard : {"1/2", "2/2"}) {
    const Outcome outcome = run_jtp(tag_quietly({"--jsonl", "-o", folder / "t.jsonl", "--no-store", "--shard",
                                                 shard, (folder / "p").string()}),
                                    {{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "5"}});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
  }
  for (const std::string name : {"t.1-of-2.jsonl", "t.2-of-2.jsonl"})
    lines += lines_of(read_text(folder / name)).size();
  EXPECT_EQ(lines, 24u);
}

TEST(Shards, MpirunSplitsAFolderWithoutOptions) {
  if (std::system("command -v mpirun >/dev/null 2>&1") != 0) GTEST_SKIP() << "mpirun is not installed";
  const TemporaryFolder folder;
  draw_pictures(folder / "p", 24);
  const std::string command = fmt::format(
      "HOME={0} OMPI_MCA_rmaps_base_oversubscribe=1 mpirun -n 2 --allow-run-as-root --oversubscribe"
      " --mca plm isolated {1} tag --model mini --write --threads 1 --store {0}/s.sqlite {0}/p >{0}/log 2>&1",
      folder.path().string(), JTP_PROGRAM);
  EXPECT_EQ(std::system(command.c_str()), 0) << read_text(folder / "log");
  EXPECT_EQ(captions_in(folder / "p"), 24u) << read_text(folder / "log");
  expect_merged(folder);
}

}  // namespace
}  // namespace jtp::test
