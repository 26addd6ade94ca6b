// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/saved_evaluation.h"

#include <gtest/gtest.h>

#include "jtp/files/safetensors.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

SavedEvaluation small_evaluation() {
  BlockCounts blocks({0.25, 0.5});
  const std::vector<TagScore> scores = {{0, 0.5F}, {1, 0.25F}};
  const std::vector<std::int16_t> labels = {0, 1};
  for (std::uint64_t key = 0; key < 10; ++key) blocks.add({.key = key, .scores = scores, .labels = labels});
  return {.vocabulary = Vocabulary({"wolf", "naïve \"tag\""}, {TagCategory::kSpecies, TagCategory::kMeta}),
          .tags = {1},
          .blocks = blocks,
          .model = "toy f32",
          .labels = "set/"};
}

TEST(SavedEvaluation, ReadsBackUnchanged) {
  const test::TemporaryFolder folder;
  const SavedEvaluation saved = small_evaluation();
  write_evaluation(folder / "e.safetensors", saved);
  const SavedEvaluation read = read_evaluation(folder / "e.safetensors");
  EXPECT_EQ(read.vocabulary.name(1), "naïve \"tag\"");
  EXPECT_EQ(read.vocabulary.category(0), TagCategory::kSpecies);
  EXPECT_EQ(read.tags, saved.tags);
  EXPECT_EQ(read.blocks.tables(), saved.blocks.tables());
  EXPECT_EQ(read.blocks.thresholds()[1], 0.5);
  EXPECT_EQ(read.model, "toy f32");
  EXPECT_EQ(read.labels, "set/");
}

TEST(SavedEvaluation, RefusesOtherAndDamagedFiles) {
  const test::TemporaryFolder folder;
  const auto path = folder / "e.safetensors";
  const auto refused = [&](const std::string& why) {
    test::expect_error(ErrorKind::kInvalidInput, why, [&] { read_evaluation(path); });
  };
  test::expect_error(ErrorKind::kNotFound, "e.safetensors", [&] { read_evaluation(path); });
  const std::vector<float> one = {1};
  write_safetensors(path, std::vector<NamedTensor>{{"x", DType::kF32, {1}, std::as_bytes(std::span(one))}});
  refused("not a saved evaluation");
  SavedEvaluation evaluation = small_evaluation();
  evaluation.tags = {1, 1};
  write_evaluation(path, evaluation);
  refused("labelled tag 1 is out of range or out of order");
  evaluation.tags = {2};
  write_evaluation(path, evaluation);
  refused("e.safetensors: labelled tag 2");
}

TEST(SavedEvaluation, SurvivesEveryTruncation) {
  const test::TemporaryFolder folder;
  write_evaluation(folder / "e.safetensors", small_evaluation());
  const std::string whole = test::read_text(folder / "e.safetensors");
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    test::write_text(folder / "cut.safetensors", whole.substr(0, size));
    EXPECT_THROW(read_evaluation(folder / "cut.safetensors"), Error) << size;
  }
}

}  // namespace
}  // namespace jtp
