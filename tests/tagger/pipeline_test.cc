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

#include "jtp/base/digest.h"
#include "jtp/store/database.h"
#include "jtp/store/features.h"
#include "tests/support/draw.h"
#include "tests/support/errors.h"
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

// Feeds the pictures first, first + 1, ... and collects the output.
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
        .write =
            [&](const TaggedPicture& tagged) {
              written.push_back(tagged);
              on_write(tagged);
            }};
    const auto make_engine = [&](int) { return std::make_unique<FakeEngine>(delay); };
    return run_pipeline(stages, make_engine, options, cancelled);
  }
};

PipelineOptions lanes(int count) {
  return {.plan = {.lanes = count, .threads_per_lane = 1}, .decoders = count, .decode = {}};
}

TEST(Pipeline, WritesInTheOrderOfTheInputsForEveryPlan) {
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

TEST(Pipeline, ABadPictureDoesNotAffectOthers) {
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

TEST(Pipeline, StaysWithinTheWindowWhileTheFirstPictureIsSlow) {
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

TEST(Pipeline, FeaturesAndScoresComeFromOnePass) {
  Harness harness(40);
  PipelineOptions options = lanes(2);
  options.features = KeptFeatures::kYes;
  const PipelineStats stats = harness.run(options);
  EXPECT_EQ(stats.passes, 40);
  Harness plain(40);
  EXPECT_EQ(plain.run(lanes(2)).passes, 40);
  for (std::size_t i = 0; i < 40; ++i) {
    EXPECT_EQ(harness.written[i].result.features.size(), 30U);
    EXPECT_TRUE(plain.written[i].result.features.empty());
    EXPECT_EQ(harness.written[i].result.scores, plain.written[i].result.scores);
  }
}

TEST(Pipeline, TheWindowIsSmallWithFeatures) {
  Harness harness(200);
  harness.delay = 20ms;
  std::atomic<unsigned> ahead = 0;
  harness.make = [&](unsigned i) {
    ahead = std::max(ahead.load(), i);
    return i == 0 ? picture(i) : PictureInput{"x", {}, Error(ErrorKind::kIo, "x")};
  };
  unsigned ahead_at_first_write = 0;
  harness.on_write = [&](const TaggedPicture&) {
    if (ahead_at_first_write == 0) ahead_at_first_write = ahead;
  };
  PipelineOptions options = lanes(2);
  options.features = KeptFeatures::kYes;
  harness.run(options);
  EXPECT_LT(ahead_at_first_write, 2 * kFeatureWindow + 1);
  EXPECT_EQ(harness.written.size(), 200U);
}

TEST(Pipeline, CancellingWritesFinishedPicturesAndDropsTheRest) {
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

TEST(Pipeline, ARunCancelledBeforeItsStartWritesNothing) {
  Harness harness(10);
  const std::atomic<bool> cancelled{true};
  EXPECT_EQ(harness.run(lanes(2), cancelled).tagged, 0);
  EXPECT_TRUE(harness.written.empty());
}

TEST(Pipeline, AnExceptionOfTheWriterEndsTheRunAndIsRethrown) {
  Harness harness(100'000);
  harness.on_write = [&](const TaggedPicture&) {
    if (harness.written.size() == 5) throw std::runtime_error("disk full");
  };
  EXPECT_THROW(harness.run(lanes(3)), std::runtime_error);
  EXPECT_EQ(harness.written.size(), 5u);
}

TEST(Pipeline, AnExceptionOfTheInputsIsRethrownAfterTheOtherPicturesAreWritten) {
  Harness harness(100);
  harness.make = [](unsigned i) {
    if (i == 30) throw std::runtime_error("list ends badly");
    return picture(i);
  };
  EXPECT_THROW(harness.run(lanes(2)), std::runtime_error);
  EXPECT_EQ(harness.written.size(), 30u);
}

TEST(Pipeline, AnExceptionOfTheEngineFactoryIsRethrown) {
  const PipelineStages stages{.next = [] { return std::nullopt; }, .write = [](const TaggedPicture&) {}};
  const auto make_engine = [](int) -> std::unique_ptr<Engine> { throw std::runtime_error("no"); };
  EXPECT_THROW(run_pipeline(stages, make_engine, lanes(1), kNeverCancelled), std::runtime_error);
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

// Runs with a score memory ----------------------------------------------------------------------------------

struct MemoryHarness {
  test::TemporaryFolder folder;
  ScoreStore store{folder / "scores.sqlite"};
  ScorerId scorer = store.add_scorer({.model_hash = std::string(64, 'a'), .precision = "f32", .decoding = ""},
                                     "fake", Vocabulary({"a", "b", "c", "d"}, std::vector<TagCategory>(4)));
  std::atomic<std::int64_t> passes{0};
  std::vector<std::string> paths;
  std::vector<TaggedPicture> written;
  std::chrono::microseconds delay{};
  // The input for a path.
  std::function<PictureInput(const std::filesystem::path&)> make = [](const std::filesystem::path& path) {
    return PictureInput{.path = path, .bytes = {}, .error = {}};
  };

  PipelineStats run(int lane_count = 2, const MemoryOptions& options = {},
                    KeptFeatures features = KeptFeatures::kNo) {
    ScoreMemory memory(ScoreStore(folder / "scores.sqlite"), scorer, options);
    std::size_t given = 0;
    passes = 0;
    written.clear();
    const PipelineStages stages{.next = [&]() -> std::optional<PictureInput> {
                                  if (given == paths.size()) return std::nullopt;
                                  return make(folder / paths[given++]);
                                },
                                .write = [&](const TaggedPicture& tagged) { written.push_back(tagged); },
                                .memory = &memory};
    const auto make_engine = [&](int) { return std::make_unique<FakeEngine>(delay, &passes); };
    PipelineOptions pipeline = lanes(lane_count);
    pipeline.features = features;
    return run_pipeline(stages, make_engine, pipeline, kNeverCancelled);
  }

  void draw(const std::string& name, unsigned seed) {
    test::write_text(folder / name, test::draw_bmp(seed, {.width = 12, .height = 9}));
    const auto hour_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
    std::filesystem::last_write_time(folder / name, hour_ago);
    paths.push_back(name);
  }
};

TEST(PipelineMemory, ASecondRunComputesNothingAndGivesTheSameScores) {
  MemoryHarness harness;
  for (unsigned i = 0; i < 30; ++i) harness.draw(std::to_string(i), i);
  harness.run();
  EXPECT_EQ(harness.passes, 30);
  const auto first = harness.written;
  harness.run();
  EXPECT_EQ(harness.passes, 0);
  ASSERT_EQ(harness.written.size(), 30u);
  for (std::size_t i = 0; i < 30; ++i) {
    EXPECT_EQ(harness.written[i].path, first[i].path);
    EXPECT_EQ(harness.written[i].result.sha256, first[i].result.sha256);
    EXPECT_EQ(harness.written[i].result.width, 12);
    EXPECT_EQ(harness.written[i].result.scores, first[i].result.scores);  // all scores are above the floor
    EXPECT_EQ(harness.written[i].origin, ScoreOrigin::kMemory);
    EXPECT_EQ(first[i].origin, ScoreOrigin::kNetwork);
  }
}

TEST(PipelineMemory, AnUnchangedFileIsNotRead) {
  MemoryHarness harness;
  harness.draw("a", 1);
  harness.run();
  const auto time = std::filesystem::last_write_time(harness.folder / "a");
  const auto size = std::filesystem::file_size(harness.folder / "a");
  test::write_text(harness.folder / "a", std::string(size, 'x'));
  std::filesystem::last_write_time(harness.folder / "a", time);
  harness.run();
  EXPECT_FALSE(harness.written.front().error);
}

TEST(PipelineMemory, OtherInputsAreFetchedUnlessTheirContentIsKnown) {
  MemoryHarness harness;
  harness.draw("a", 1);
  harness.draw("b", 2);
  std::atomic<int> fetched = 0;
  harness.make = [&](const std::filesystem::path& path) {
    PictureInput input{.path = path.filename(), .bytes = {}, .error = {}};
    input.sha256 = sha256_hex(test::read_bytes(path));
    input.fetch = [&fetched, path] {
      if (path.filename() == "b") fail(ErrorKind::kNetwork, "b is gone");
      ++fetched;
      return test::read_bytes(path);
    };
    return input;
  };
  harness.run();
  EXPECT_EQ(fetched, 1);
  EXPECT_EQ(harness.passes, 1);
  EXPECT_EQ(harness.written[0].origin, ScoreOrigin::kNetwork);
  ASSERT_TRUE(harness.written[1].error);
  EXPECT_EQ(harness.written[1].error->kind(), ErrorKind::kNetwork);
  EXPECT_STREQ(harness.written[1].error->what(), "b is gone");
  harness.run();
  EXPECT_EQ(fetched, 1);
  EXPECT_EQ(harness.written[0].origin, ScoreOrigin::kMemory);
}

TEST(PipelineMemory, AChangedFileIsScoredAgain) {
  MemoryHarness harness;
  harness.draw("a", 1);
  harness.run();
  const auto scores = harness.written.front().result.scores;
  test::write_text(harness.folder / "a", test::draw_bmp(2, {.width = 12, .height = 9}));
  harness.run();
  EXPECT_EQ(harness.passes, 1);
  EXPECT_NE(harness.written.front().result.scores, scores);
}

TEST(PipelineMemory, AMovedFileIsRecognisedByItsContent) {
  MemoryHarness harness;
  harness.draw("a", 1);
  harness.run();
  std::filesystem::rename(harness.folder / "a", harness.folder / "b");
  harness.paths = {"b"};
  harness.run();
  EXPECT_EQ(harness.passes, 0);
  EXPECT_EQ(harness.store.find_content_of_path((harness.folder / "b").string()),
            harness.written.front().result.sha256);
}

TEST(PipelineMemory, ConcurrentCopiesAreScoredOnce) {
  MemoryHarness harness;
  harness.delay = 2ms;
  for (unsigned i = 0; i < 60; ++i) harness.draw(std::to_string(i), i / 20);
  harness.run(4);
  EXPECT_EQ(harness.passes, 3);
  ASSERT_EQ(harness.written.size(), 60u);
  for (std::size_t i = 0; i < 60; ++i) {
    EXPECT_EQ(harness.written[i].path, harness.folder / std::to_string(i));
    EXPECT_EQ(harness.written[i].result.scores, harness.written[i / 20 * 20].result.scores);
  }
}

TEST(PipelineMemory, CopiesOfABadPictureFailUnderTheirOwnNames) {
  MemoryHarness harness;
  for (const std::string name : {"a", "b", "c"}) {
    test::write_text(harness.folder / name, "no picture");
    harness.paths.push_back(name);
  }
  harness.run(3);
  for (std::size_t i = 0; i < 3; ++i) {
    ASSERT_TRUE(harness.written[i].error);
    const std::string message = harness.written[i].error->what();
    EXPECT_TRUE(message.starts_with((harness.folder / harness.paths[i]).string() + ": ")) << message;
  }
}

TEST(PipelineMemory, RequestedOutputsThatAreNotStoredAreComputed) {
  MemoryHarness harness;
  harness.draw("a", 1);
  harness.run();
  harness.run(1, {.scores = KeptScores::kAll});
  EXPECT_EQ(harness.passes, 1);
  harness.run(1, {.scores = KeptScores::kAll});
  EXPECT_EQ(harness.passes, 0);
  harness.run(1, {.reuse = Reuse::kNothing});
  EXPECT_EQ(harness.passes, 1);
}

TEST(PipelineMemory, FeaturesOfAKnownPictureTakeOnePassAndKeepItsStoredScores) {
  MemoryHarness harness;
  harness.draw("a", 1);
  harness.draw("copy of a", 1);
  harness.draw("b", 2);
  // Two, or three if the copy comes after its original was delivered.
  const auto passes = harness.run(2, {}, KeptFeatures::kYes).passes;
  EXPECT_TRUE(passes == 2 || passes == 3) << passes;
  EXPECT_EQ(harness.passes, passes);
  const auto first = harness.written;

  const std::vector<float> other = {
      0.1F, 0.2F, 0.3F, 0.4F};  // like those of another instruction set, but with larger differences
  harness.store.put(harness.scorer, first.front().result, other, KeptScores::kFromFloor);
  const auto passes_of_known = harness.run(2, {}, KeptFeatures::kYes).passes;
  EXPECT_TRUE(passes_of_known == 2 || passes_of_known == 3) << passes_of_known;
  EXPECT_EQ(harness.passes, passes_of_known);
  EXPECT_EQ(harness.written[0].result.scores, other);
  EXPECT_EQ(harness.written[1].result.scores, other);
  EXPECT_EQ(harness.written[2].result.scores, first[2].result.scores);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(harness.written[i].origin, ScoreOrigin::kMemory);
    EXPECT_EQ(harness.written[i].result.features, first[i].result.features);
    EXPECT_EQ(harness.written[i].result.features.size(), 30U);
  }
  EXPECT_EQ(harness.store.find(harness.scorer, first.front().result.sha256)->scores.front().score, 0.1F);
  EXPECT_EQ(harness.run().passes, 0);
}

TEST(PipelineMemory, AStoreThatFailsEndsTheRunWithItsError) {
  MemoryHarness harness;
  for (unsigned i = 0; i < 400; ++i) harness.draw(std::to_string(i), i);
  harness.store.database().execute_script(
      "CREATE TRIGGER full AFTER INSERT ON result WHEN (SELECT count(*) FROM result) > 20"
      " BEGIN SELECT raise(ABORT, 'no more'); END");
  test::expect_error(ErrorKind::kIo, "no more", [&] { harness.run(3); });
  EXPECT_LE(harness.written.size(), 20u);
  EXPECT_EQ(harness.store.scorers().front().pictures, 20);
}

}  // namespace
}  // namespace jtp
