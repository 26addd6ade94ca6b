// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/pipeline.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/draw.h"
#include "tests/support/fake_engine.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

using namespace std::chrono_literals;
using test::FakeEngine;

const std::atomic<bool> kNeverCancelled{false};

PictureInput picture(unsigned seed) {
  const std::string bmp = test::draw_bmp(seed, {.width = 12, .height = 9});
  const auto bytes = test::as_bytes(bmp);
  return {.path = std::to_string(seed), .bytes = std::vector(bytes.begin(), bytes.end()), .error = {}};
}

// Gives the pictures first, first + 1, ... and collects what comes out.
struct Harness {
  explicit Harness(unsigned pictures = 0) : count(pictures) {}

  unsigned count;
  unsigned given = 0;
  std::chrono::microseconds delay{};
  std::vector<TaggedPicture> written;
  std::function<PictureInput(unsigned)> make = picture;
  std::function<void(const TaggedPicture&)> on_write = [](const TaggedPicture&) {};

  PipelineStats run(PipelineOptions options, const std::atomic<bool>& cancelled = kNeverCancelled) {
    const PipelineStages stages{
        .next = [&] { return given < count ? std::optional(make(given++)) : std::nullopt; },
        .make_engine = [&](int) { return std::make_unique<FakeEngine>(delay); },
        .write =
            [&](const TaggedPicture& tagged) {
              written.push_back(tagged);
              on_write(tagged);
            }};
    return run_pipeline(stages, options, cancelled);
  }
};

PipelineOptions lanes(int count) {
  return {.plan = {.lanes = count, .threads_per_lane = 1}, .decoders = count, .decode = {}};
}

TEST(Pipeline, WritesInTheOrderOfTheInputsWhateverTheLanesDo) {
  Harness harness(400);
  harness.make = [](unsigned i) {
    if (i % 50 == 3) std::this_thread::sleep_for(3ms);
    return picture(i);
  };
  const PipelineStats stats = harness.run(lanes(4));
  EXPECT_EQ(stats.tagged, 400);
  ASSERT_EQ(harness.written.size(), 400u);
  for (unsigned i = 0; i < 400; ++i) ASSERT_EQ(harness.written[i].path, std::to_string(i));
}

TEST(Pipeline, ScoresDependOnThePictureOnly) {
  Harness alone(1);
  alone.run(lanes(1));
  Harness many(60);
  many.run(lanes(3));
  EXPECT_EQ(many.written[0].result.scores, alone.written[0].result.scores);
  EXPECT_NE(many.written[1].result.scores, alone.written[0].result.scores);

  Harness one_lane(60);
  one_lane.run(lanes(1));
  for (std::size_t i = 0; i < 60; ++i) {
    EXPECT_EQ(many.written[i].result.scores, one_lane.written[i].result.scores) << i;
    EXPECT_EQ(many.written[i].result.sha256, one_lane.written[i].result.sha256) << i;
  }
}

TEST(Pipeline, ABadPictureCostsItselfOnly) {
  Harness harness(1000);
  harness.make = [](unsigned i) {
    PictureInput input = picture(i);
    if (i % 50 == 7) input.bytes->resize(20);
    if (i % 50 == 9) input = {.path = "/no/such/file", .bytes = {}, .error = {}};
    if (i % 50 == 11) input.error = Error(ErrorKind::kIo, "a folder without rights");
    return input;
  };
  const PipelineStats stats = harness.run(lanes(2));
  EXPECT_EQ(stats.tagged, 940);
  EXPECT_EQ(stats.failed, 60);
  EXPECT_EQ(harness.written[7].error->kind(), ErrorKind::kInvalidInput);
  EXPECT_EQ(std::string(harness.written[7].error->what()).substr(0, 3), "7: ");
  EXPECT_EQ(harness.written[9].error->kind(), ErrorKind::kNotFound);
  EXPECT_STREQ(harness.written[11].error->what(), "a folder without rights");
  EXPECT_FALSE(harness.written[12].error);
}

TEST(Pipeline, TakesNoMoreThanItsWindowWhileTheFirstPictureIsSlow) {
  Harness harness(2000);
  harness.delay = 100ms;
  std::atomic<unsigned> ahead = 0;
  harness.make = [&](unsigned i) {
    ahead = std::max(ahead.load(), i);
    return i == 0 ? picture(i) : PictureInput{"x", {}, Error(ErrorKind::kIo, "x")};
  };
  unsigned ahead_at_first_write = 0;
  harness.on_write = [&](const TaggedPicture&) {
    if (ahead_at_first_write == 0) ahead_at_first_write = ahead;
  };
  harness.run(lanes(2));
  EXPECT_LT(ahead_at_first_write, kReorderWindow + 1);
  EXPECT_GT(ahead_at_first_write, 1u);
  EXPECT_EQ(harness.written.size(), 2000u);
}

TEST(Pipeline, CancellingWritesWhatIsDoneAndDropsTheRest) {
  Harness harness(100'000);
  harness.delay = 200us;
  std::atomic<bool> cancelled{false};
  harness.on_write = [&](const TaggedPicture&) { cancelled = harness.written.size() >= 20; };
  const PipelineStats stats = harness.run(lanes(3), cancelled);
  EXPECT_GE(stats.tagged, 20);
  EXPECT_LT(harness.given, 20 + 2 * kReorderWindow);
  EXPECT_EQ(stats.tagged + stats.dropped, harness.given);
  EXPECT_EQ(static_cast<std::int64_t>(harness.written.size()), stats.tagged);
}

TEST(Pipeline, RunsThatAreCancelledBeforeTheyStartWriteNothing) {
  Harness harness(10);
  const std::atomic<bool> cancelled{true};
  EXPECT_EQ(harness.run(lanes(2), cancelled).tagged, 0);
  EXPECT_TRUE(harness.written.empty());
}

TEST(Pipeline, AnExceptionOfTheWriterEndsTheRunAndComesOut) {
  Harness harness(100'000);
  harness.on_write = [&](const TaggedPicture&) {
    if (harness.written.size() == 5) throw std::runtime_error("disk full");
  };
  EXPECT_THROW(harness.run(lanes(3)), std::runtime_error);
  EXPECT_EQ(harness.written.size(), 5u);
}

TEST(Pipeline, AnExceptionOfTheInputsComesOutAfterWhatWasTakenIsWritten) {
  Harness harness(100);
  harness.make = [](unsigned i) {
    if (i == 30) throw std::runtime_error("list ends badly");
    return picture(i);
  };
  EXPECT_THROW(harness.run(lanes(2)), std::runtime_error);
  EXPECT_EQ(harness.written.size(), 30u);
}

TEST(Pipeline, AnExceptionOfTheEngineFactoryComesOut) {
  const PipelineStages stages{
      .next = [] { return std::nullopt; },
      .make_engine = [](int) -> std::unique_ptr<Engine> { throw std::runtime_error("no"); },
      .write = [](const TaggedPicture&) {}};
  EXPECT_THROW(run_pipeline(stages, lanes(1), kNeverCancelled), std::runtime_error);
}

TEST(Pipeline, AnEmptyRunEnds) {
  Harness harness;
  EXPECT_EQ(harness.run(lanes(3)).tagged, 0);
}

TEST(PlanLanes, GivesEachPictureAThreadWhenThereAreEnough) {
  EXPECT_EQ(plan_lanes(8, 8).lanes, 8);
  EXPECT_EQ(plan_lanes(8, 8).threads_per_lane, 1);
  EXPECT_EQ(plan_lanes(8, 7).lanes, 1);
  EXPECT_EQ(plan_lanes(8, 7).threads_per_lane, 8);
  EXPECT_EQ(plan_lanes(1, 0).lanes, 1);
}

}  // namespace
}  // namespace jtp
