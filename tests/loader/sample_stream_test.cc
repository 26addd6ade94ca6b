// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/sample_stream.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "tests/support/errors.h"

namespace jtp {
namespace {

std::vector<std::int64_t> epoch_of(const SampleStream& stream, std::int64_t epoch) {
  std::vector<std::int64_t> samples;
  for (std::int64_t k = 0; k < stream.samples(); ++k)
    samples.push_back(stream.at(epoch * stream.samples() + k).sample);
  return samples;
}

TEST(SampleStream, EveryEpochHasEverySampleOnceInADifferentOrder) {
  const SampleStream stream(57, 3);
  std::set<std::vector<std::int64_t>> orders;
  for (std::int64_t epoch = 0; epoch < 4; ++epoch) {
    const auto samples = epoch_of(stream, epoch);
    EXPECT_EQ(std::set<std::int64_t>(samples.begin(), samples.end()).size(), 57U);
    orders.insert(samples);
  }
  EXPECT_EQ(orders.size(), 4U);
}

TEST(SampleStream, NamesEpochAndPlaceOfAPosition) {
  const StreamSample sample = SampleStream(10, 0).at(37);
  EXPECT_EQ(sample.epoch, 3);
  EXPECT_EQ(sample.place, 7);
}

TEST(SampleStream, ReplacesASampleByTheNextOfTheSameEpoch) {
  const SampleStream stream(10, 5);
  EXPECT_EQ(stream.replacement(stream.at(33), 1), stream.at(34).sample);
  EXPECT_EQ(stream.replacement(stream.at(39), 1), stream.at(30).sample);
  EXPECT_EQ(stream.replacement(stream.at(35), 12), stream.at(37).sample);
}

TEST(SampleStream, RefusesAnEmptySet) {
  test::expect_error(ErrorKind::kUsage, "a stream needs at least one sample, not 0",
                     [] { SampleStream(0, 1); });
}

}  // namespace
}  // namespace jtp
