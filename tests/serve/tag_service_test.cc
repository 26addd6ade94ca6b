// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/tag_service.h"

#include <gtest/gtest.h>

#include <future>
#include <mutex>
#include <thread>

#include "tests/support/draw.h"
#include "tests/support/files.h"

namespace jtp::test {
namespace {

using namespace std::chrono_literals;

Tagger load_mini() { return Tagger::load(source_dir() / "models/mini", {.threads = 1}); }

std::string fetch_nothing(const std::string&) { fail(ErrorKind::kNetwork, "there is no network"); }

PictureContent drawn(unsigned seed) {
  const auto bytes = std::make_shared<const std::string>(draw_bmp(seed));
  return PictureBytes{bytes, *bytes};
}

// Jobs whose outcomes are collected.
class Collector {
 public:
  PictureJob job(
      PictureContent content, std::function<bool()> abandoned = [] { return false; }) {
    const std::lock_guard lock(mutex_);
    auto promise = std::make_shared<std::promise<PictureOutcome>>();
    outcomes_.push_back(promise->get_future());
    return {.content = std::move(content),
            .abandoned = std::move(abandoned),
            .done = [promise](PictureOutcome outcome) { promise->set_value(std::move(outcome)); }};
  }
  PictureOutcome outcome(std::size_t index) { return outcomes_[index].get(); }

 private:
  std::mutex mutex_;
  std::vector<std::future<PictureOutcome>> outcomes_;
};

// Holds every picture back until it is opened: the model is not there before.
class Gate {
 public:
  Tagger load() {
    opened_.get_future().wait();
    return load_mini();
  }
  void open() { opened_.set_value(); }

 private:
  std::promise<void> opened_;
};

TEST(TagService, ScoresAreThoseOfTheTaggerToTheBit) {
  const Tagger tagger = load_mini();
  ModelHolder model(load_mini, 2, 0s);
  TagService service({.threads = 2}, model, fetch_nothing);
  Collector collector;
  for (unsigned i = 0; i < 20; ++i) {
    std::vector<PictureJob> jobs;
    jobs.push_back(collector.job(drawn(i)));
    ASSERT_EQ(service.submit(std::move(jobs)), Admission::kAccepted);
  }
  for (unsigned i = 0; i < 20; ++i) {
    const PictureOutcome outcome = collector.outcome(i);
    ASSERT_FALSE(outcome.error);
    EXPECT_EQ(outcome.result.scores, tagger.tag(as_bytes(draw_bmp(i))).scores);
    EXPECT_EQ(outcome.model->hash, tagger.hash());
  }
  EXPECT_EQ(service.counts().tagged, 20);
  EXPECT_EQ(service.counts().waiting, 0);
  EXPECT_EQ(service.counts().running, 0);
}

TEST(TagService, AFailedPictureDoesNotAffectOthers) {
  ModelHolder model(load_mini, 1, 0s);
  TagService service({.threads = 1}, model, fetch_nothing);
  Collector collector;
  const auto broken = std::make_shared<const std::string>("broken");
  std::vector<PictureJob> jobs;
  jobs.push_back(collector.job(PictureBytes{broken, *broken}));
  jobs.push_back(collector.job(PicturePixels{{1, 2, 3}}));
  jobs.push_back(collector.job(PictureUrl{"http://x/"}));
  jobs.push_back(collector.job(Error(ErrorKind::kInvalidInput, "no base64")));
  jobs.push_back(collector.job(drawn(1)));
  service.submit(std::move(jobs));
  EXPECT_EQ(collector.outcome(0).error->kind(), ErrorKind::kInvalidInput);
  EXPECT_EQ(collector.outcome(1).error->kind(), ErrorKind::kInvalidInput);
  EXPECT_EQ(collector.outcome(2).error->kind(), ErrorKind::kNetwork);
  const PictureOutcome undecoded = collector.outcome(3);
  EXPECT_STREQ(undecoded.error->what(), "no base64");
  EXPECT_NE(undecoded.model, nullptr);
  EXPECT_FALSE(collector.outcome(4).error);
}

TEST(TagService, TakesAllPicturesOfARequestOrNone) {
  Gate gate;
  ModelHolder model([&] { return gate.load(); }, 1, 0s);
  TagService service({.threads = 1, .max_waiting = 3}, model, fetch_nothing);
  Collector collector;
  const auto jobs = [&](int count) {
    std::vector<PictureJob> list;
    for (int i = 0; i < count; ++i) list.push_back(collector.job(drawn(1)));
    return list;
  };
  EXPECT_EQ(service.submit(jobs(2)), Admission::kAccepted);
  EXPECT_EQ(service.submit(jobs(2)), Admission::kQueueFull);
  EXPECT_EQ(service.submit(jobs(1)), Admission::kAccepted);
  EXPECT_EQ(service.counts().waiting, 3);
  gate.open();
  EXPECT_FALSE(collector.outcome(0).error);
  EXPECT_FALSE(collector.outcome(1).error);
  EXPECT_FALSE(collector.outcome(4).error);
  EXPECT_EQ(service.submit(jobs(5)), Admission::kAccepted);  // more than fit, but nobody waits
}

TEST(TagService, DropsPicturesThatNobodyWaitsFor) {
  Gate gate;
  ModelHolder model([&] { return gate.load(); }, 1, 0s);
  TagService service({.threads = 1}, model, fetch_nothing);
  Collector collector;
  std::atomic<bool> gone{false};
  std::vector<PictureJob> jobs;
  for (int i = 0; i < 8; ++i) jobs.push_back(collector.job(drawn(1), [&] { return gone.load(); }));
  service.submit(std::move(jobs));
  gone = true;
  gate.open();
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(collector.outcome(i).error->kind(), ErrorKind::kCancelled);
  EXPECT_EQ(service.counts().tagged, 0);
  EXPECT_EQ(service.counts().dropped, 8);
}

TEST(TagService, WithoutAModelEveryPictureFails) {
  ModelHolder model([]() -> Tagger { fail(ErrorKind::kModel, "no weights"); }, 1, 0s);
  TagService service({.threads = 1}, model, fetch_nothing);
  Collector collector;
  std::vector<PictureJob> jobs;
  jobs.push_back(collector.job(drawn(1)));
  service.submit(std::move(jobs));
  const PictureOutcome outcome = collector.outcome(0);
  EXPECT_EQ(outcome.model, nullptr);
  EXPECT_EQ(outcome.error->kind(), ErrorKind::kModel);
}

TEST(TagService, CancelsWaitingPicturesOnDestruction) {
  Collector collector;
  Gate gate;
  ModelHolder model([&] { return gate.load(); }, 1, 0s);
  std::thread opener;
  {
    TagService service({.threads = 1}, model, fetch_nothing);
    std::vector<PictureJob> jobs;
    for (int i = 0; i < 4; ++i) jobs.push_back(collector.job(drawn(1)));
    service.submit(std::move(jobs));
    while (model.state() != ModelState::kLoading) std::this_thread::sleep_for(1ms);
    opener = std::thread([&] {
      std::this_thread::sleep_for(20ms);
      gate.open();
    });
  }
  opener.join();
  EXPECT_FALSE(collector.outcome(0).error);  // had begun
  EXPECT_EQ(collector.outcome(3).error->kind(), ErrorKind::kCancelled);
}

TEST(TagService, KeepsFeaturesOnRequest) {
  ModelHolder model(load_mini, 1, 0s);
  TagService service({.threads = 1}, model, fetch_nothing);
  Collector collector;
  std::vector<PictureJob> jobs;
  jobs.push_back(collector.job(drawn(1)));
  jobs.back().keep = Keep::kFeatures;
  jobs.push_back(collector.job(drawn(1)));
  service.submit(std::move(jobs));
  const PictureOutcome kept = collector.outcome(0);
  const PictureOutcome plain = collector.outcome(1);
  EXPECT_EQ(kept.result.scores, plain.result.scores);
  EXPECT_EQ(plain.kept, "");
  const auto features = service.kept().find(kept.kept);
  ASSERT_NE(features, nullptr);
  const VitConfig& config = features->model->config;
  const TagResult& result = features->result;
  EXPECT_EQ(result.features.size(), static_cast<std::size_t>(config.tokens * config.width));
  EXPECT_EQ(result.pooled.size(), static_cast<std::size_t>(config.width));
  EXPECT_EQ(result.scores, kept.result.scores);
  EXPECT_EQ(result.sha256, kept.result.sha256);
  EXPECT_TRUE(kept.result.features.empty());
}

}  // namespace
}  // namespace jtp::test
