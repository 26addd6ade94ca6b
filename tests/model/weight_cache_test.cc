// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/weight_cache.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>
#include <vector>

#include "tests/support/files.h"
#include "tests/support/random.h"
#include "tests/support/tiny_model.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;
using test::TemporaryFolder;
using test::TinyModel;

std::vector<float> scores(const std::shared_ptr<const Model>& model) {
  const auto side = static_cast<std::size_t>(model->config().image_size);
  std::vector<float> result(static_cast<std::size_t>(model->config().num_tags));
  make_engine(model, 1)->forward(test::Random(1).uniforms(3 * side * side), {result});
  return result;
}

class WeightCacheTest : public ::testing::Test {
 protected:
  void SetUp() override { TinyModel().write(folder_.path()); }

  std::shared_ptr<const Model> load(Precision precision = Precision::kF32) const {
    return Model::load(folder_ / "model.safetensors", folder_ / "config.json", precision, 2, cache_);
  }
  std::vector<float> uncached_scores() const {
    return scores(Model::load(folder_ / "model.safetensors", folder_ / "config.json", Precision::kF32, 2));
  }
  std::vector<CachedWeights> files() const { return list_cached_weights(cache_.folder); }
  fs::path only_file() const {
    const auto all = files();
    EXPECT_EQ(all.size(), 1U);
    return all.at(0).path;
  }
  static void set_age(const fs::path& file, std::chrono::minutes age) {
    fs::last_write_time(file, fs::file_time_type::clock::now() - age);
  }
  static bool is_new(const fs::path& file) {
    return fs::file_time_type::clock::now() - fs::last_write_time(file) < std::chrono::minutes(1);
  }

  TemporaryFolder folder_;
  CacheOptions cache_ = {.folder = folder_ / "cache", .limit_bytes = 1 << 30, .worthwhile_bytes = 0};
};

TEST_F(WeightCacheTest, TheSecondLoadMapsTheFileAndGivesTheSameScores) {
  const auto expected = uncached_scores();
  EXPECT_EQ(scores(load()), expected);
  const fs::path file = only_file();
  const std::string content = test::read_text(file);
  set_age(file, std::chrono::minutes(90));
  EXPECT_EQ(scores(load()), expected);
  EXPECT_TRUE(is_new(file)) << "a file that is used is young";
  EXPECT_EQ(test::read_text(file), content);
}

TEST_F(WeightCacheTest, EveryPrecisionAndModelHasASeparateFile) {
  load(Precision::kF32);
  load(Precision::kInt8);
  EXPECT_EQ(files().size(), 2U);
  const auto before = scores(load());
  TinyModel other;
  other.tensors["head.bias"].values[0] += 1;
  other.write(folder_.path());
  EXPECT_NE(scores(load()), before);
  EXPECT_EQ(scores(load()), uncached_scores());
  EXPECT_EQ(files().size(), 3U);
}

TEST_F(WeightCacheTest, ADifferentConfigJsonDoesNotReuseTheFile) {
  const auto before = scores(load());
  test::write_text(folder_ / "config.json", R"({"img_size": 28, "num_heads": 4})");
  EXPECT_NE(scores(load()), before);
  EXPECT_EQ(scores(load()), uncached_scores());
}

TEST_F(WeightCacheTest, AnythingInTheFilesPlaceIsReplaced) {
  const auto expected = scores(load());
  const fs::path file = only_file();
  const std::string intact = test::read_text(file);
  std::string flipped = intact;
  flipped[intact.size() / 2] ^= 1;
  for (const std::string& content :
       {std::string(), std::string("foreign"), intact.substr(0, intact.size() / 2), intact + "more", flipped,
        test::read_text(folder_ / "model.safetensors")}) {
    test::write_text(file, content);
    EXPECT_EQ(scores(load()), expected);
    EXPECT_EQ(test::read_text(file), intact);
  }
}

TEST_F(WeightCacheTest, AFileOfAnotherModelUnderTheSameNameIsReplaced) {
  const auto expected = scores(load());
  const fs::path file = only_file();
  const std::string intact = test::read_text(file);
  load(Precision::kInt8)->save_packed(file, "0123", 1);
  EXPECT_EQ(scores(load()), expected);
  EXPECT_EQ(test::read_text(file), intact);
}

TEST_F(WeightCacheTest, AFolderThatCannotBeCreatedIsNotAnError) {
  const auto expected = uncached_scores();
  test::write_text(folder_ / "file", "");
  cache_.folder = folder_ / "file/cache";
  EXPECT_EQ(scores(load()), expected);
  cache_.folder = folder_ / "cache";
  fs::create_directory(cache_.folder);
  test::write_text(cache_.folder / "packed", "");
  EXPECT_EQ(scores(load()), expected);
}

// Runs `action` in a separate process; returns its result.
template <typename Action>
pid_t in_process(Action action) {
  const pid_t process = ::fork();
  if (process == 0) ::_exit(action() ? 0 : 1);
  return process;
}

bool succeeded(pid_t process) {
  int status = 0;
  return ::waitpid(process, &status, 0) == process && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_F(WeightCacheTest, AFullDiskIsNotAnErrorAndLeavesNoFile) {
  const auto expected = uncached_scores();
  const pid_t process = in_process([&] {
    // With a limit on the file size, writing fails as on a full disk.
    const rlimit limit = {.rlim_cur = 4096, .rlim_max = 4096};
    std::signal(SIGXFSZ, SIG_IGN);
    return ::setrlimit(RLIMIT_FSIZE, &limit) == 0 && scores(load()) == expected;
  });
  EXPECT_TRUE(succeeded(process));
  EXPECT_TRUE(fs::is_empty(packed_folder(cache_.folder)));
}

TEST_F(WeightCacheTest, ConcurrentProcessesAndThreadsAllSucceed) {
  const auto expected = uncached_scores();
  std::vector<pid_t> processes;
  for (int i = 0; i < 3; ++i) processes.push_back(in_process([&] { return scores(load()) == expected; }));
  for (const pid_t process : processes) EXPECT_TRUE(succeeded(process));
  fs::remove(only_file());
  std::vector<std::vector<float>> results(4);
  {
    std::vector<std::jthread> threads;
    for (auto& result : results) threads.emplace_back([&] { result = scores(load()); });
  }
  for (const auto& result : results) EXPECT_EQ(result, expected);
  only_file();
  const auto begin = fs::directory_iterator(packed_folder(cache_.folder));
  EXPECT_EQ(std::distance(begin, fs::directory_iterator()), 1) << "temporary files are left";
}

TEST_F(WeightCacheTest, BeyondTheLimitTheLeastRecentlyUsedAreRemoved) {
  load(Precision::kF32);
  const fs::path f32 = only_file();
  set_age(f32, std::chrono::minutes(30));
  load(Precision::kInt8);
  const fs::path int8 = files().front().path;
  ASSERT_NE(int8, f32);
  set_age(int8, std::chrono::minutes(20));
  load(Precision::kF32);  // used: now int8 is the older one
  cache_.limit_bytes = fs::file_size(f32) * 2;
  TinyModel other;
  other.tensors["head.bias"].values[0] += 1;
  other.write(folder_.path());
  load(Precision::kF32);
  EXPECT_EQ(files().size(), 2U);
  EXPECT_TRUE(fs::exists(f32));
  EXPECT_FALSE(fs::exists(int8));
}

TEST_F(WeightCacheTest, NothingIsKeptIfTheLimitOrTheModelIsTooSmall) {
  cache_.limit_bytes = 0;
  EXPECT_EQ(scores(load()), uncached_scores());
  EXPECT_TRUE(files().empty());
  cache_ = {.folder = cache_.folder};
  load();
  EXPECT_TRUE(files().empty());
}

TEST_F(WeightCacheTest, TemporaryFilesOfKilledProcessesAreRemovedAfterAnHour) {
  fs::create_directories(packed_folder(cache_.folder));
  const fs::path old = packed_folder(cache_.folder) / ".jtp-abcdef",
                 fresh = packed_folder(cache_.folder) / ".jtp-ghijkl";
  test::write_text(old, "x");
  test::write_text(fresh, "x");
  set_age(old, std::chrono::minutes(61));
  load();
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(fresh));
}

}  // namespace
}  // namespace jtp
