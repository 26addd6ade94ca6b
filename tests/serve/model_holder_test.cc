// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/model_holder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/support/errors.h"
#include "tests/support/files.h"
#include "tests/support/tiny_model.h"

namespace jtp::test {
namespace {

using namespace std::chrono_literals;

class ModelHolderTest : public ::testing::Test {
 protected:
  ModelHolderTest() : weights_(TinyModel().write(folder_.path())) {}

  std::function<Tagger()> loader() {
    return [this] {
      ++loads_;
      return Tagger::load(weights_, {.threads = 1});
    };
  }

  TemporaryFolder folder_;
  std::filesystem::path weights_;
  std::atomic<int> loads_{0};
};

TEST_F(ModelHolderTest, LoadsOnceForManyCallers) {
  ModelHolder holder(loader(), 2, 0s);
  EXPECT_EQ(holder.state(), ModelState::kUnloaded);
  EXPECT_EQ(holder.facts(), nullptr);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { holder.acquire(); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(loads_, 1);
  EXPECT_EQ(holder.state(), ModelState::kLoaded);
  EXPECT_EQ(holder.facts()->vocabulary.size(), 5);
}

TEST_F(ModelHolderTest, UnloadsAnIdleModelAndKeepsItsFacts) {
  ModelHolder holder(loader(), 1, 60s);
  std::weak_ptr<LoadedModel> model = holder.acquire();
  const auto now = ModelHolder::Clock::now();
  holder.unload_if_idle(now + 59s);
  EXPECT_FALSE(model.expired());
  {
    const auto in_use = model.lock();
    holder.unload_if_idle(now + 61s);
    EXPECT_EQ(holder.state(), ModelState::kLoaded);
  }
  holder.unload_if_idle(now + 61s);
  EXPECT_TRUE(model.expired());
  EXPECT_EQ(holder.state(), ModelState::kUnloaded);
  EXPECT_NE(holder.facts(), nullptr);
  holder.acquire();
  EXPECT_EQ(loads_, 2);
}

TEST_F(ModelHolderTest, WithoutAnIdleTimeTheModelStaysLoaded) {
  ModelHolder holder(loader(), 1, 0s);
  holder.acquire();
  holder.unload_if_idle(ModelHolder::Clock::now() + 1000h);
  EXPECT_EQ(holder.state(), ModelState::kLoaded);
  holder.unload();
  EXPECT_EQ(holder.state(), ModelState::kUnloaded);
}

TEST_F(ModelHolderTest, DoesNotRetryImmediatelyAfterAFailure) {
  write_text(folder_ / "tags.json", "{}");
  ModelHolder holder(loader(), 1, 0s);
  for (int i = 0; i < 3; ++i) {
    expect_error(ErrorKind::kModel, "tags.json", [&] { holder.acquire(); });
  }
  EXPECT_EQ(loads_, 1);
  EXPECT_EQ(holder.state(), ModelState::kFailed);
}

}  // namespace
}  // namespace jtp::test
