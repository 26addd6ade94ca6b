// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "jtp/base/digest.h"
#include "tests/cli/program.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class Convert : public ::testing::Test {
 protected:
  Outcome convert(const std::string& precision, const Variables& variables = {}) const {
    return run_jtp({"convert", "--model", "mini", "--precision", precision, "--out", packed_}, variables);
  }
  Outcome tag(const Arguments& model, const Variables& variables = {}) const {
    Arguments arguments = {"tag", "-q", "--jsonl", "--all-scores", folder_ / "0000.bmp"};
    arguments.insert(arguments.end(), model.begin(), model.end());
    return run_jtp(arguments, variables);
  }
  static Json scores(const Outcome& outcome) {
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return Json::parse(outcome.out)["tags"];
  }

  void SetUp() override {
    draw_pictures(folder_.path(), 1);
    fs::create_directory(folder_ / "place");
  }

  TemporaryFolder folder_;
  fs::path packed_ = folder_ / "place/packed.safetensors";
};

TEST_F(Convert, WritesAModelWithTheSameScores) {
  for (const char* precision : {"f32", "bf16"}) {
    const Outcome outcome = convert(precision);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(scores(tag({"--model", packed_})), scores(tag({"--model", "mini", "--precision", precision})));
  }
  for (const char* beside : {"tags.json", "tags.csv", "config.json"}) {
    EXPECT_TRUE(fs::exists(folder_ / "place" / beside)) << beside;
  }
}

TEST_F(Convert, LeavesTheFilesBesideItAlone) {
  write_text(folder_ / "place/tags.csv", "mine");
  ASSERT_EQ(convert("f32").code, 0);
  EXPECT_EQ(read_text(folder_ / "place/tags.csv"), "mine");
}

TEST_F(Convert, ThePrecisionOfAPackedModelIsFixed) {
  ASSERT_EQ(convert("int8").code, 0);
  EXPECT_EQ(tag({"--model", packed_}).code, 0);
  const Outcome outcome = tag({"--model", packed_, "--precision", "f32"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("packed for int8; the precision cannot be changed to f32"), std::string::npos)
      << outcome.err;
}

TEST_F(Convert, AnotherInstructionSetIsRefusedWithAdvice) {
  ASSERT_EQ(convert("f32", {{"JTP_ISA", "scalar"}}).code, 0);
  EXPECT_EQ(tag({"--model", packed_}, {{"JTP_ISA", "scalar"}}).code, 0);
  const Json isas = Json::parse(run_jtp({"info", "--json"}).out)["isa"]["supported"];
  if (isas.size() < 2) GTEST_SKIP() << "this processor has one instruction set";
  const Outcome outcome = tag({"--model", packed_}, {{"JTP_ISA", isas.back()}});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_NE(outcome.err.find("run 'jtp convert'"), std::string::npos) << outcome.err;
}

TEST_F(Convert, InfoShowsTheHashOfTheOriginalModel) {
  ASSERT_EQ(convert("int8").code, 0);
  const Json model = Json::parse(run_jtp({"info", "--json", "--model", packed_}).out)["model"];
  EXPECT_EQ(model["packed"], "int8");
  EXPECT_EQ(model["tags"], 192);
  EXPECT_EQ(model["sha256"], sha256_hex(read_bytes(source_dir() / "models/mini/model.safetensors")));
}

TEST_F(Convert, RefusesInvalidArguments) {
  ASSERT_EQ(convert("f32").code, 0);
  const std::string before = read_text(packed_);
  const Outcome again = run_jtp({"convert", "--model", packed_, "--out", folder_ / "b.safetensors"});
  EXPECT_EQ(again.code, 2);
  EXPECT_NE(again.err.find("packed already"), std::string::npos) << again.err;
  EXPECT_EQ(run_jtp({"convert", "--model", packed_, "--out", packed_}).code, 2);
  EXPECT_EQ(read_text(packed_), before);
  EXPECT_EQ(run_jtp({"convert", "--model", "mini", "--out", folder_ / "packed.bin"}).code, 2);
  EXPECT_EQ(run_jtp({"convert", "--model", "mini"}).code, 2);
  EXPECT_EQ(run_jtp({"convert", "--model", "pilot", "--out", folder_ / "b.safetensors"}).code, 3);
  EXPECT_EQ(run_jtp({"convert", "--model", "mini", "--out", folder_ / "no/b.safetensors"}).code, 1);
}

}  // namespace
}  // namespace jtp::test
