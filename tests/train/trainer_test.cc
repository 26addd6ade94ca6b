// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "jtp/files/safetensors.h"
#include "jtp/loader/data_loader.h"
#include "jtp/model/engine.h"
#include "jtp/prior/omission.h"
#include "jtp/report/metrics_log.h"
#include "jtp/train/informedness.h"
#include "jtp/train/run_log.h"
#include "tests/support/errors.h"
#include "tests/train/color_set.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

TrainConfig tiny_config(const test::ColorSet& set, const fs::path& folder) {
  TrainConfig c;
  c.data.set = set.set();
  c.data.pictures = set.pictures();
  c.model.image_size = 16, c.model.patch_size = 8, c.model.width = 16, c.model.depth = 2, c.model.heads = 2;
  c.model.mlp_width = 24;
  c.loss.first_stage = 0.25;
  c.loss.omission_epoch = 1;
  c.optimizer.options.learning_rate = 0.02;
  c.optimizer.options.warmup_steps = 2;
  c.schedule.batch = 16, c.schedule.micro_batch = 5, c.schedule.steps = 24;
  c.augmentation.min_scale = 0.9;
  c.validation.every_steps = 8;
  c.validation.batch = 7;
  c.output.folder = folder;
  c.output.checkpoint_every_steps = 4;
  c.output.log_every_steps = 1;
  c.compute.threads = 1;
  return c;
}

// Runs until `stop_after` steps are done, or to the end.
TrainResult run(const test::ColorSet& set, const TrainConfig& config, std::int64_t stop_after = -1) {
  std::atomic<bool> stop{false};
  const TrainObserver observer{stop, [&](const TrainProgress& p) { stop = p.step + 1 == stop_after; },
                               [](std::string_view) {}};
  const TagPrior prior = set.prior();
  return train(config,
               {set.manifest(), set.vocabulary(), &prior, set.tags_json(), set.tags_csv(), "[data]\n"},
               observer, {});
}

std::map<std::int64_t, double> losses(const fs::path& folder) {
  std::map<std::int64_t, double> found;
  for (const MetricsRow& row : read_metrics(folder / "metrics.jsonl")) {
    for (const Metric& m : row.values) {
      if (m.name == metric::kTrainLoss) found[row.step] = m.value;
    }
  }
  return found;
}

void expect_same_tensors(const fs::path& a, const fs::path& b) {
  const SafetensorsFile first(a), second(b);
  ASSERT_EQ(first.tensors().size(), second.tensors().size());
  for (const auto& [name, tensor] : first.tensors())
    EXPECT_TRUE(std::ranges::equal(tensor.bytes, second.at(name).bytes)) << name;
}

Informedness engine_informedness(const test::ColorSet& set, const fs::path& model_folder,
                                 const TrainConfig& c) {
  const auto model =
      Model::load(model_folder / "model.safetensors", model_folder / "config.json", Precision::kF32, 1);
  const auto engine = make_engine(model, 1);
  const PictureSet pictures(set.manifest(), set.pictures(), Split::kValidation);
  LoaderOptions options;
  options.side = c.model.image_size;
  DataLoader loader(pictures, BatchPlan::pass(pictures.size(), 1, {}), options);
  InformednessCounter counter(test::ColorSet::kTags);
  std::vector<float> scores(test::ColorSet::kTags);
  while (const auto batch = loader.next()) {
    engine->forward(batch->pixels, {scores});
    counter.add(scores, batch->labels[0]);
  }
  return counter.at(c.validation.threshold);
}

TEST(Trainer, LearnsAndTheInferenceEngineGivesTheSameScores) {
  const test::ColorSet set;
  for (const HeadKind head : {HeadKind::kPlain, HeadKind::kGated}) {
    const fs::path folder = set.path(head == HeadKind::kPlain ? "plain" : "gated");
    TrainConfig config = tiny_config(set, folder);
    config.model.head = head;
    config.model.drop_path = 0.05;
    const TrainResult result = run(set, config);
    EXPECT_EQ(result.steps, 24);
    EXPECT_FALSE(result.stopped);
    const auto loss = losses(folder);
    ASSERT_EQ(loss.size(), 24U);
    EXPECT_LT(loss.at(24), 0.6 * loss.at(5));  // both in the second stage
    EXPECT_GT(result.best, 0.5);
    // No score is so close to a multiple of 0.01 that rounding differences of the engines matter.
    const Informedness found = engine_informedness(set, folder / "best", config);
    EXPECT_NEAR(found.at_cut, result.best, 1e-9);
    EXPECT_TRUE(fs::exists(folder / "best" / "tags.csv"));
    EXPECT_TRUE(fs::exists(folder / "report.html"));
  }
}

TEST(Trainer, StoppingARunDoesNotChangeABitOfTheResult) {
  const test::ColorSet set;
  const TrainConfig whole = tiny_config(set, set.path("whole"));
  run(set, whole);
  TrainConfig pieces = tiny_config(set, set.path("pieces"));
  EXPECT_TRUE(run(set, pieces, 3).stopped);
  EXPECT_TRUE(run(set, pieces, 13).stopped);
  EXPECT_EQ(run(set, pieces).steps, 24);
  for (const char* file : {"last/model.safetensors", "last/optimizer.safetensors", "best/model.safetensors"})
    expect_same_tensors(set.path("whole") / file, set.path("pieces") / file);
  EXPECT_EQ(losses(set.path("whole")), losses(set.path("pieces")));
}

TEST(Trainer, EstimatesOmissionsOnce) {
  const test::ColorSet set;
  TrainConfig config = tiny_config(set, set.path("run"));
  config.loss.omission_epoch = 2;  // step 6
  config.output.keep = 10;
  run(set, config);
  const auto rates_after = [&](const char* step) {
    return SafetensorsFile(set.path("run") / "checkpoints" / step / "optimizer.safetensors")
        .at("omission")
        .to_floats();
  };
  const auto counts = load_omission_counts(set.path("run") / "omission.csv", set.vocabulary());
  const std::vector<float> rates = omission_rates(set.prior().omission, counts);
  EXPECT_EQ(rates_after("step-0000008"), rates);
  EXPECT_EQ(rates_after("step-0000024"), rates);  // the weights have changed, but the estimate is not
                                                  // repeated
  EXPECT_NE(rates, set.prior().omission);
  const SafetensorsFile before(set.path("run") / "checkpoints/step-0000004/optimizer.safetensors");
  EXPECT_FALSE(before.tensors().contains("omission"));

  config.output.folder = set.path("without");
  config.loss.omission_epoch = 0;
  run(set, config);
  EXPECT_FALSE(fs::exists(set.path("without") / "omission.csv"));
}

TEST(Trainer, TheHeadCanLearnFromCachedFeatures) {
  const test::ColorSet set;
  run(set, tiny_config(set, set.path("first")));
  TrainConfig config = tiny_config(set, set.path("head"));
  config.model.start = set.path("first") / "last";
  config.model.trained = TrainedPart::kHeadOnly;
  config.schedule.seed = 5;
  EXPECT_TRUE(run(set, config, 7).stopped);
  const TrainResult result = run(set, config);
  EXPECT_EQ(result.steps, 24);
  EXPECT_GT(result.best, 0.5);
  const SafetensorsFile before(config.model.start / "model.safetensors");
  const SafetensorsFile after(set.path("head") / "last" / "model.safetensors");
  const auto same = [&](const char* name) {
    return std::ranges::equal(before.at(name).bytes, after.at(name).bytes);
  };
  EXPECT_TRUE(same("blocks.1.mlp.fc1.weight"));
  EXPECT_TRUE(same("attn_pool.latent"));
  EXPECT_FALSE(same("head.weight"));
  EXPECT_NEAR(engine_informedness(set, set.path("head") / "best", config).at_cut, result.best, 1e-9);
}

TEST(Trainer, ALossThatIsNotFiniteEndsTheRunAndIsNeverSaved) {
  const test::ColorSet set;
  TrainConfig config = tiny_config(set, set.path("run"));
  config.optimizer.options.learning_rate = 1e30;
  config.optimizer.options.warmup_steps = 0;
  config.schedule.spike = 0;
  config.output.checkpoint_every_steps = 1;
  config.validation.every_steps = 0;
  try {
    run(set, config);
    FAIL() << "the run came to its end";
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("step 2: the loss is"), std::string::npos) << message;
    EXPECT_NE(message.find("positions 16 to 31 of the stream (epoch 0), posts 1"), std::string::npos)
        << message;
  }
  const SafetensorsFile saved(set.path("run") / "last" / "model.safetensors");
  for (const auto& [name, tensor] : saved.tensors()) {
    for (const float v : tensor.to_floats()) ASSERT_TRUE(std::isfinite(v)) << name;
  }
}

TEST(Trainer, ALossThatJumpsEndsTheRun) {
  const test::ColorSet set;
  TrainConfig config = tiny_config(set, set.path("run"));
  config.schedule.spike = 0.001;  // every loss counts as a jump after the settling steps
  test::expect_error(ErrorKind::kInternal, "step 21: the loss jumps to", [&] { run(set, config); });
}

TEST(Trainer, ARunIsNotContinuedWithOtherNumbers) {
  const test::ColorSet set;
  TrainConfig config = tiny_config(set, set.path("run"));
  config.schedule.steps = 4;
  run(set, config);
  config.schedule.batch = 8;
  test::expect_error(ErrorKind::kUsage, "was begun with schedule.batch = 16, but now it is 8",
                     [&] { run(set, config); });
  config.schedule.batch = 16;
  config.schedule.steps = 6;
  EXPECT_EQ(run(set, config).steps, 6);
}

TEST(Trainer, ATeacherIsRefusedWithoutPixels) {
  const test::ColorSet set;
  TrainConfig config = tiny_config(set, set.path("run"));
  config.distillation.teacher = set.path("teacher.pt");
  config.model.trained = TrainedPart::kHeadOnly;
  test::expect_error(ErrorKind::kUsage, "distillation.teacher", [&] { run(set, config); });
  config.model.trained = TrainedPart::kEverything;
  test::expect_error(ErrorKind::kNotFound, "teacher.pt: no such file for the teacher",
                     [&] { run(set, config); });
}

TEST(Trainer, RecomputedActivationsGiveTheSameBits) {
  const test::ColorSet set;
  TrainConfig config = tiny_config(set, set.path("kept"));
  config.schedule.steps = 6;
  run(set, config);
  config.output.folder = set.path("again");
  config.compute.activations = ActivationUse::kRecompute;
  run(set, config);
  expect_same_tensors(set.path("kept") / "last/optimizer.safetensors",
                      set.path("again") / "last/optimizer.safetensors");
}

TEST(Trainer, Bf16LearnsWithFloatStates) {
  const test::ColorSet set;
  TrainConfig config = tiny_config(set, set.path("run"));
  config.compute.arithmetic = Arithmetic::kBf16;
  run(set, config);
  const auto loss = losses(set.path("run"));
  EXPECT_LT(loss.at(24), 0.7 * loss.at(5));
  const SafetensorsFile saved(set.path("run") / "last" / "optimizer.safetensors");
  for (const auto& [name, tensor] : saved.tensors()) EXPECT_EQ(tensor.dtype, DType::kF32) << name;
}

TEST(Trainer, BrokenPicturesAreNamedAndReplaced) {
  const test::ColorSet set;
  test::write_text(set.pictures() / "103.png", "no picture");
  TrainConfig config = tiny_config(set, set.path("run"));
  config.schedule.steps = 6;
  std::vector<std::string> messages;
  const std::atomic<bool> stop{false};
  const TrainObserver observer{stop, [](const TrainProgress&) {},
                               [&](std::string_view line) { messages.emplace_back(line); }};
  const TagPrior prior = set.prior();
  train(config, {set.manifest(), set.vocabulary(), &prior, set.tags_json(), set.tags_csv(), ""}, observer,
        {});
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_NE(messages[0].find("103.png"), std::string::npos);
}

}  // namespace
}  // namespace jtp
