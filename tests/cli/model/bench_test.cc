// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>

#include "jtp/kernels/kernels.h"
#include "jtp/model/stage.h"
#include "tests/cli/program.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

Json bench(Arguments more) {
  Arguments all = {"bench", "--json", "--repeats", "2"};
  all.insert(all.end(), more.begin(), more.end());
  const Outcome outcome = run_jtp(all);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return outcome.code == 0 ? Json::parse(outcome.out) : Json();
}

TEST(Bench, TheStagesAddUpToThePictureAndTheArithmetic) {
  for (const char* precision : {"f32", "bf16", "int8"}) {
    const Json report =
        bench({"--random", "tiny", "--precision", precision, "--threads", "2", "--batch", "3"});
    EXPECT_EQ(report["precision"], precision);
    EXPECT_EQ(report["threads"], 2);
    EXPECT_EQ(report["batch"], 3);
    EXPECT_EQ(report["seconds"].size(), 2u);
    ASSERT_EQ(report["stages"].size(), kAllStages.size());
    double seconds = 0, flop = 0, bound = 0;
    for (const Json& stage : report["stages"]) {
      EXPECT_GT(stage["seconds"], 0) << stage["name"];
      seconds += stage["seconds"].get<double>();
      flop += stage["flop"].get<double>();
      bound += stage["bound_seconds"].get<double>();
    }
    const double best = report["best_seconds"];
    EXPECT_LE(seconds, best * 1.000001);
    EXPECT_GT(seconds, best * 0.5);
    EXPECT_NEAR(flop / report["flop"].get<double>(), 1, 1e-9);
    EXPECT_NEAR(report["share_of_peak"].get<double>(), bound / best, 1e-9);
    EXPECT_NEAR(report["gflops"].get<double>(), flop / best * 1e-9, 1e-6);
    for (const char* type : {"f32", "bf16", "int8"}) EXPECT_GT(report["peak_gflops"][type], 0);
    EXPECT_GT(report["peak_rss_bytes"], 0);
  }
}

TEST(Bench, PrintsTheLineThatIsComparedWithOtherEngines) {
  const Outcome outcome = run_jtp({"bench", "--random", "tiny", "--repeats", "1"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(std::regex_search(outcome.out, std::regex("best [0-9]+[.][0-9]+ s/image"))) << outcome.out;
  for (const Stage stage : kAllStages) {
    EXPECT_NE(outcome.out.find(to_string(stage)), std::string::npos) << outcome.out;
  }
}

TEST(Bench, TakesWeightsWithoutTagsBesideThem) {
  const TemporaryFolder folder;
  fs::copy_file(source_dir() / "models/mini/model.safetensors", folder / "w.safetensors");
  fs::copy_file(source_dir() / "models/mini/config.json", folder / "config.json");
  const std::string weights = folder / "w.safetensors";
  EXPECT_EQ(bench({"--weights", weights})["model"], weights);
  EXPECT_EQ(bench({"--model", "mini"})["model"], "mini");
}

TEST(Bench, TheInputMustContainWholePictures) {
  const TemporaryFolder folder;
  const std::size_t picture = 3 * 56 * 56 * sizeof(float);
  const auto run = [&](std::size_t bytes) {
    write_text(folder / "in.f32", std::string(bytes, '\0'));
    return run_jtp({"bench", "--random", "tiny", "--repeats", "1", "--input-f32", folder / "in.f32"});
  };
  EXPECT_EQ(run(picture).code, 0);
  EXPECT_EQ(run(2 * picture).code, 0);
  for (const std::size_t bytes : {std::size_t{0}, picture - 4, picture + 1}) {
    const Outcome outcome = run(bytes);
    EXPECT_EQ(outcome.code, 1) << bytes;
    EXPECT_NE(outcome.err.find("in.f32"), std::string::npos) << outcome.err;
  }
  EXPECT_EQ(run_jtp({"bench", "--random", "tiny", "--input-f32", "/no/such/file"}).code, 1);
}

TEST(Bench, LeavesNothingInTheTemporaryFolder) {
  const TemporaryFolder folder;
  EXPECT_EQ(run_jtp({"bench", "--random", "tiny", "--repeats", "1"}, {{"TMPDIR", folder.path()}}).code, 0);
  EXPECT_EQ(run_jtp({"bench", "--signature"}, {{"TMPDIR", folder.path()}}).code, 0);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Bench, MissingOrBrokenWeightsExitWithThree) {
  const TemporaryFolder folder;
  write_text(folder / "w.safetensors", "not a model");
  EXPECT_EQ(run_jtp({"bench", "--weights", folder / "w.safetensors"}).code, 3);
  EXPECT_EQ(run_jtp({"bench", "--weights", folder / "none.safetensors"}).code, 3);
}

// The golden value changes only if the arithmetic of the network changes; the commit says why.
TEST(Bench, TheSignatureIsTheSameOnEveryInstructionSet) {
  const std::string golden = "d38be7e822cc7dd07b80d1d85e7da9b508d6c1e4cbb2678b2908beaea1ed3ab8\n";
  EXPECT_EQ(run_jtp({"bench", "--signature"}).out, golden);
  for (const Isa isa : supported_isas()) {
    const Outcome outcome = run_jtp({"bench", "--signature"}, {{"JTP_ISA", std::string(to_string(isa))}});
    EXPECT_EQ(outcome.out, golden) << to_string(isa);
  }
}

}  // namespace
}  // namespace jtp::test
