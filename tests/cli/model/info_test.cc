// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "jtp/base/digest.h"
#include "tests/cli/program.h"

namespace jtp::test {
namespace {

using Json = nlohmann::json;

TEST(Info, JsonHasModelMachineFormatsAndCaches) {
  const Outcome outcome = run_jtp({"info", "--json", "--model", "mini"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json info = Json::parse(outcome.out);
  EXPECT_EQ(info["model"]["name"], "mini");
  EXPECT_EQ(info["model"]["sha256"], sha256_hex(read_bytes(source_dir() / "models/mini/model.safetensors")));
  EXPECT_EQ(info["model"]["tags"], 192);
  EXPECT_EQ(info["model"]["image_size"], 96);
  EXPECT_EQ(info["formats"].size(), 8u);
  EXPECT_GE(info["threads"]["used"], 1);
  EXPECT_FALSE(info["isa"]["active"].get<std::string>().empty());
  EXPECT_EQ(info["models"][1]["name"], "pilot");
  EXPECT_EQ(info["models"][1]["present"], false);
  EXPECT_EQ(info["models"][1]["how_to_get"], "jtp pull pilot");
}

TEST(Info, ListsTheCachedPackedWeights) {
  const TemporaryFolder cache;
  std::filesystem::create_directories(cache / "jtp/packed");
  write_text(cache / "jtp/packed/0123-bf16.safetensors", std::string(3 << 20, 'x'));
  const Variables variables = {{"XDG_CACHE_HOME", cache.path()}, {"JTP_CACHE_LIMIT", "512M"}};
  const Json packed = Json::parse(run_jtp({"info", "--json"}, variables).out)["caches"]["packed"];
  EXPECT_EQ(packed["folder"], (cache / "jtp/packed").string());
  EXPECT_EQ(packed["bytes"], 3 << 20);
  EXPECT_EQ(packed["limit_bytes"], 512 << 20);
  EXPECT_EQ(packed["files"][0]["name"], "0123-bf16.safetensors");
  const std::string text = run_jtp({"info"}, variables).out;
  EXPECT_NE(text.find("3 of at most 512 MiB"), std::string::npos) << text;
  EXPECT_NE(text.find("0123-bf16.safetensors  3 MiB"), std::string::npos) << text;
}

TEST(Info, ActiveInstructionSetIsTheForcedOne) {
  const Outcome outcome = run_jtp({"info", "--json"}, {{"JTP_ISA", "scalar"}});
  EXPECT_EQ(Json::parse(outcome.out)["isa"]["active"], "scalar");
}

TEST(Info, TextSaysTheSameForPeople) {
  const Outcome outcome = run_jtp({"info"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  for (const char* part : {"mini", "sha256", "jpeg", "hub cache", "jtp pull pilot"}) {
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part;
  }
}

TEST(Info, AMissingModelExitsWithThreeAndHidesNothingElse) {
  const Outcome outcome = run_jtp({"info", "--json", "--model", "pilot"});
  EXPECT_EQ(outcome.code, 3);
  const Json info = Json::parse(outcome.out);
  EXPECT_EQ(info["model"]["error"]["kind"], "model");
  EXPECT_EQ(info["formats"].size(), 8u);
  const Outcome text = run_jtp({"info", "--model", "pilot"});
  EXPECT_EQ(text.code, 3);
  for (const char* part : {"not on this machine", "hub cache"})
    EXPECT_NE(text.out.find(part), std::string::npos) << text.out;
}

TEST(Info, AnUnknownInstructionSetExitsWithFourAndHidesNothingElse) {
  const Outcome outcome = run_jtp({"info"}, {{"JTP_ISA", "abacus"}});
  EXPECT_EQ(outcome.code, 4);
  for (const char* part : {"JTP_ISA=abacus", "mini", "hub cache"})
    EXPECT_NE(outcome.out.find(part), std::string::npos) << outcome.out;
}

}  // namespace
}  // namespace jtp::test
