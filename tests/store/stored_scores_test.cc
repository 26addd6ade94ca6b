// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/stored_scores.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "tests/support/errors.h"
#include "tests/support/random.h"

namespace jtp {
namespace {

using test::expect_error;

TEST(StoredScores, EveryFloatFromTheFloorOnIsStoredExactly) {
  const auto floor_bits = std::bit_cast<std::uint32_t>(kScoreFloor);
  const auto one_bits = std::bit_cast<std::uint32_t>(1.0F);
  test::Random random(1);
  std::vector<float> scores = {kScoreFloor, 1.0F, std::nextafter(1.0F, 0.0F),
                               std::nextafter(kScoreFloor, 1.0F)};
  while (scores.size() < 60'000) {
    scores.push_back(std::bit_cast<float>(floor_bits + random.bits() % (one_bits - floor_bits + 1)));
  }
  const auto decoded = decode_scores(encode_scores(scores), static_cast<int>(scores.size()));
  ASSERT_EQ(decoded.size(), scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    EXPECT_EQ(decoded[i].index, static_cast<int>(i));
    ASSERT_EQ(decoded[i].score, scores[i]);
  }
}

TEST(StoredScores, ScoresBelowTheFloorAreOmittedAndReadAsZero) {
  const std::vector<float> scores = {0.0F, std::nextafter(kScoreFloor, 0.0F), kScoreFloor, 0.25F, 0.0049F};
  const std::string bytes = encode_scores(scores);
  EXPECT_EQ(bytes.size(), 2 * 6);
  EXPECT_EQ(to_dense(decode_scores(bytes, 5), 5), (std::vector<float>{0, 0, kScoreFloor, 0.25F, 0}));
}

TEST(StoredScores, TheEncodingIsTheDocumentedOne) {
  std::vector<float> scores(259);
  scores[258] = 0.5F;
  EXPECT_EQ(encode_scores(scores), std::string("\x01\x02\x40\x00\x00\x00", 6));
}

TEST(StoredScores, OneTagIsFoundWithoutDecodingTheRest) {
  std::vector<float> scores(1000);
  test::Random random(2);
  for (float& score : scores) score = std::abs(random.uniform()) * 0.01F;
  const std::string bytes = encode_scores(scores);
  for (int tag = 0; tag < 1002; ++tag) {
    const float score = tag < 1000 ? scores[static_cast<std::size_t>(tag)] : 0.0F;
    EXPECT_EQ(find_score(bytes, tag), score >= kScoreFloor ? score : 0.0F) << tag;
  }
  EXPECT_EQ(find_score("", 0), 0.0F);
}

TEST(StoredScores, RefusesInvalidScores) {
  for (const float bad : {-0.1F, 1.0001F, std::numeric_limits<float>::quiet_NaN()}) {
    const std::vector<float> scores = {0.5F, bad};
    expect_error(ErrorKind::kInternal, "tag 1", [&] { encode_scores(scores); });
  }
}

TEST(StoredScores, DamagedBytesAreAnError) {
  const std::vector<float> scores = {0.5F, 0.25F};
  const std::string good = encode_scores(scores);
  expect_error(ErrorKind::kIo, "multiple of 6", [&] { decode_scores(good.substr(1), 2); });
  expect_error(ErrorKind::kIo, "has tag 1 after tag 0 (of 1 tags)", [&] { decode_scores(good, 1); });
  expect_error(ErrorKind::kIo, "has tag 0 after tag 1 (of 2 tags)",
               [&] { decode_scores(good.substr(6) + good.substr(0, 6), 2); });
  expect_error(ErrorKind::kIo, "stored score 0", [&] { decode_scores(std::string("\0\0\xFF\0\0\0", 6), 1); });
}

}  // namespace
}  // namespace jtp
