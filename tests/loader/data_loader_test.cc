// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/data_loader.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "jtp/loader/sample_maker.h"
#include "jtp/tagger/prepare.h"
#include "tests/loader/small_set.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

constexpr int kSide = 16;
constexpr std::size_t kFloats = std::size_t{3} * kSide * kSide;

TrainingStream training(std::uint64_t seed = 3) {
  return {.seed = seed, .augmentation = {}, .flips = test::SmallSet::flips()};
}

// One place of the stream as seen by a process.
struct Seen {
  std::int64_t sample = 0;
  std::vector<float> pixels;
  bool operator==(const Seen&) const = default;
};
using Stream = std::map<std::int64_t, Seen>;  // by position

// Adds the batches of `loader` before step `end` to `stream`.
void read_until(DataLoader& loader, std::int64_t end, Stream& stream) {
  while (const auto batch = loader.next()) {
    if (batch->plan.step >= end) return;
    for (std::int64_t i = 0; i < batch->size(); ++i) {
      const auto first =
          batch->pixels.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(i) * kFloats);
      const Seen seen = {batch->samples[static_cast<std::size_t>(i)], {first, first + kFloats}};
      EXPECT_TRUE(stream.emplace(batch->plan.positions.begin + i, seen).second) << "a position comes twice";
    }
  }
}

Stream read_steps(const test::SmallSet& set, const StepShape& shape, int world, int threads,
                  std::int64_t first, std::int64_t end) {
  Stream stream;
  for (int rank = 0; rank < world; ++rank) {
    DataLoader loader(set.pictures(), BatchPlan::training(shape, {rank, world}, first),
                      {.side = kSide, .threads = threads}, training());
    read_until(loader, end, stream);
  }
  return stream;
}

TEST(DataLoader, TheStreamDoesNotDependOnProcessesThreadsOrMicroBatches) {
  const test::SmallSet set(11);
  const Stream expected = read_steps(set, {.global_batch = 7, .micro_batch = 7}, 1, 1, 0, 5);
  ASSERT_EQ(expected.size(), 35U);
  for (const int world : {1, 2, 3}) {
    for (const int threads : {1, 3}) {
      for (const std::int64_t micro_batch : {1, 2, 7}) {
        EXPECT_EQ(read_steps(set, {.global_batch = 7, .micro_batch = micro_batch}, world, threads, 0, 5),
                  expected)
            << world << " processes, " << threads << " threads, micro-batches of " << micro_batch;
      }
    }
  }
}

TEST(DataLoader, ARestartWithAnotherWorldContinuesTheSameStream) {
  const test::SmallSet set(11);
  const StepShape shape{.global_batch = 6, .micro_batch = 2};
  Stream stream = read_steps(set, shape, 2, 2, 0, 3);
  stream.merge(read_steps(set, shape, 3, 1, 3, 6));
  EXPECT_EQ(stream, read_steps(set, shape, 1, 1, 0, 6));
}

TEST(DataLoader, BatchesFollowThePlanAndCarryTheManifestsData) {
  const test::SmallSet set(11);
  const BatchPlan plan = BatchPlan::training({.global_batch = 8, .micro_batch = 3}, {}, 2);
  DataLoader loader(set.pictures(), plan, {.side = kSide, .threads = 4}, training());
  for (std::int64_t n = 0; n < 12; ++n) {
    const auto batch = loader.next();
    ASSERT_TRUE(batch);
    EXPECT_EQ(batch->plan.step, plan.at(n)->step);
    EXPECT_EQ(batch->plan.positions, plan.at(n)->positions);
    ASSERT_EQ(batch->size(), plan.at(n)->positions.size());
    EXPECT_EQ(batch->pixels.size(), static_cast<std::size_t>(batch->size()) * kFloats);
    for (std::size_t i = 0; i < batch->samples.size(); ++i) {
      const Sample sample = set.pictures().manifest().sample(batch->samples[i]);
      EXPECT_EQ(batch->labels[i].data(), sample.labels.data());
      EXPECT_EQ(batch->labels[i].size(), sample.labels.size());
      EXPECT_EQ(batch->known_negatives[i].data(), sample.known_negative.data());
      EXPECT_EQ(batch->ratings[i], sample.rating);
    }
  }
}

TEST(DataLoader, APassFeedsTheSameInputAsTaggingAndEnds) {
  const test::SmallSet set(10);
  DataLoader loader(set.pictures(), BatchPlan::pass(10, 4, {}), {.side = kSide, .threads = 2});
  Stream stream;
  read_until(loader, 100, stream);
  ASSERT_EQ(stream.size(), 10U);
  for (const auto& [position, seen] : stream) {
    EXPECT_EQ(seen.sample, set.pictures().sample(position));
    EXPECT_EQ(seen.pixels, prepare_picture(set.pictures().read(position), Preprocessor(kSide), {}).pixels);
  }
  EXPECT_FALSE(loader.next());
  EXPECT_EQ(loader.stats().batches, 3);
  EXPECT_EQ(loader.stats().pictures, 10);
}

TEST(DataLoader, ABrokenPictureIsReportedOnceAndAlwaysReplacedByTheSame) {
  const test::SmallSet set(9);
  set.spoil(4);
  const BatchPlan plan = BatchPlan::training({.global_batch = 9, .micro_batch = 4}, {}, 0);
  Stream first;
  for (const int threads : {1, 3}) {
    DataLoader loader(set.pictures(), plan, {.side = kSide, .threads = threads}, training());
    Stream stream;
    int named = 0;
    for (int n = 0; n < 9; ++n) {  // three epochs
      const auto batch = loader.next();
      for (const BrokenPicture& picture : batch->broken) {
        ++named;
        EXPECT_EQ(picture.sample, set.pictures().sample(4));
        EXPECT_NE(std::string(picture.error.what()).find("4.bmp: "), std::string::npos)
            << picture.error.what();
      }
      EXPECT_EQ(batch->size(), batch->plan.positions.size());
      for (std::size_t i = 0; i < batch->samples.size(); ++i)
        stream[batch->plan.positions.begin + static_cast<std::int64_t>(i)] = {batch->samples[i], {}};
    }
    EXPECT_EQ(named, 1);
    EXPECT_EQ(loader.stats().broken, 3);
    if (first.empty()) first = stream;
    EXPECT_EQ(stream, first);
  }
}

TEST(DataLoader, APassSkipsBrokenPictures) {
  const test::SmallSet set(7);
  for (const int i : {0, 3, 4}) set.spoil(i);
  DataLoader loader(set.pictures(), BatchPlan::pass(7, 3, {}), {.side = kSide, .threads = 2});
  std::vector<std::int64_t> sizes;
  while (const auto batch = loader.next()) {
    sizes.push_back(batch->size());
    ASSERT_EQ(batch->pixels.size(), static_cast<std::size_t>(batch->size()) * kFloats);
    for (std::size_t i = 0; i < batch->samples.size(); ++i) {
      const std::int64_t number = batch->samples[i] - 1;  // number in the set, which lacks sample 0 of the
                                                          // manifest
      const auto expected = prepare_picture(set.pictures().read(number), Preprocessor(kSide), {}).pixels;
      EXPECT_TRUE(std::equal(expected.begin(), expected.end(),
                             batch->pixels.begin() + static_cast<std::ptrdiff_t>(i * kFloats)));
    }
  }
  EXPECT_EQ(sizes, (std::vector<std::int64_t>{2, 1, 1}));
  EXPECT_EQ(loader.stats().broken, 3);
}

TEST(DataLoader, ASetWithoutAnyPictureFailsInsteadOfSpinning) {
  const test::SmallSet set(2);
  set.spoil(0);
  set.spoil(1);
  DataLoader loader(set.pictures(), BatchPlan::training({.global_batch = 2, .micro_batch = 2}, {}, 0),
                    {.side = kSide}, training());
  for (int again = 0; again < 2; ++again)
    test::expect_error(ErrorKind::kInvalidInput, ".bmp: ", [&] { loader.next(); });
}

TEST(DataLoader, CanBeDestroyedInTheMiddleOfAPlan) {
  const test::SmallSet set(11);
  for (const int batches : {0, 1, 4}) {
    DataLoader loader(set.pictures(), BatchPlan::training({.global_batch = 4, .micro_batch = 2}, {}, 0),
                      {.side = kSide, .threads = 3, .batches_ahead = 2}, training());
    for (int n = 0; n < batches; ++n) EXPECT_TRUE(loader.next());
  }
}

TEST(DataLoader, ReadsNoFurtherAheadThanAllowed) {
  const test::SmallSet set(6);
  DataLoader loader(set.pictures(), BatchPlan::pass(6, 1, {}),
                    {.side = kSide, .threads = 3, .batches_ahead = 2});
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  // Pictures that are read later are read in their changed state.
  for (int i = 2; i < 6; ++i) {
    if (i % 3 != 2) set.spoil(i);
  }
  std::int64_t pictures = 0;
  while (const auto batch = loader.next()) pictures += batch->size();
  EXPECT_EQ(pictures, 4);
}

TEST(DataLoader, MeasuresHowLongItsCallerWaited) {
  const test::SmallSet set(6);
  DataLoader loader(set.pictures(), BatchPlan::pass(6, 6, {}), {.side = 512, .threads = 1});
  EXPECT_TRUE(loader.next());
  EXPECT_GT(loader.stats().worked_seconds, 0);
  EXPECT_GT(loader.stats().waited_seconds, 0);
}

TEST(DataLoader, RefusesABatchThatIsTooLargeForMemory) {
  const test::SmallSet set(2);
  const StepShape huge{.global_batch = std::int64_t{1} << 50, .micro_batch = std::int64_t{1} << 50};
  test::expect_error(ErrorKind::kUsage, "a batch of 1125899906842624 pictures of 16 x 16 pixels", [&] {
    DataLoader(set.pictures(), BatchPlan::training(huge, {}, 0), {.side = kSide}, training());
  });
}

TEST(DataLoader, AnEmptySetHasAPassWithoutBatchesButNoTraining) {
  const test::SmallSet set(0);
  EXPECT_FALSE(DataLoader(set.pictures(), BatchPlan::pass(0, 4, {}), {}).next());
  test::expect_error(ErrorKind::kUsage, "a stream needs at least one sample, not 0",
                     [&] { DataLoader(set.pictures(), BatchPlan::training({}, {}, 0), {}, training()); });
}

}  // namespace
}  // namespace jtp
