// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/predictions.h"

#include <gtest/gtest.h>

#include <cstring>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

struct Spoilt {
  DType dtype = DType::kU8;
  Shape labels_shape = {1, 2};
  std::uint8_t second_label = 1;
};

std::filesystem::path write(const test::TemporaryFolder& folder, const Spoilt& spoilt) {
  const std::vector<float> probabilities = {0.25F, 0.75F};
  const std::vector<std::uint8_t> labels = {0, spoilt.second_label};
  const std::vector<NamedTensor> tensors = {
      {"probabilities", DType::kF32, {1, 2}, std::as_bytes(std::span(probabilities))},
      {"labels", spoilt.dtype, spoilt.labels_shape, std::as_bytes(std::span(labels))}};
  write_safetensors(folder / "p.safetensors", tensors);
  return folder / "p.safetensors";
}

TEST(Predictions, GivesEachPictureItsScoresAndLabels) {
  const test::TemporaryFolder folder;
  const Predictions predictions(write(folder, {}));
  EXPECT_EQ(predictions.tags(), 2);
  predictions.for_each([](const ScoredLabels& picture) {
    ASSERT_EQ(picture.scores.size(), 2U);
    EXPECT_EQ(picture.scores[1], (TagScore{1, 0.75F}));
    ASSERT_EQ(picture.labels.size(), 1U);
    EXPECT_EQ(picture.labels[0], 1);
  });
}

TEST(Predictions, RefusesOtherTypesShapesAndLabels) {
  const test::TemporaryFolder folder;
  const auto open = [&](const Spoilt& spoilt) { Predictions(write(folder, spoilt)).for_each([](auto&&) {}); };
  test::expect_error(ErrorKind::kInvalidInput, "labels is I8", [&] { open({.dtype = DType::kI8}); });
  test::expect_error(ErrorKind::kInvalidInput, "labels have the shape [2, 1], probabilities [1, 2]", [&] {
    open({.labels_shape = {2, 1}});
  });
  test::expect_error(ErrorKind::kInvalidInput, "labels is U8 [2]", [&] { open({.labels_shape = {2}}); });
  test::expect_error(ErrorKind::kInvalidInput, "is 2, expected 0 or 1", [&] { open({.second_label = 2}); });
}

TEST(Predictions, RefusesAFileWithoutPictures) {
  const test::TemporaryFolder folder;
  write_safetensors(folder / "p.safetensors",
                    std::vector<NamedTensor>{{"probabilities", DType::kF32, {1LL << 40, 0}, {}},
                                             {"labels", DType::kU8, {1LL << 40, 0}, {}}});
  test::expect_error(ErrorKind::kInvalidInput, "nothing to evaluate",
                     [&] { Predictions(folder / "p.safetensors"); });
}

}  // namespace
}  // namespace jtp
