// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/models.h"

#include <gtest/gtest.h>

#include "jtp/base/error.h"

namespace jtp {
namespace {

TEST(ModelSpec, KnowsThePublishedModelsByNameWithTheirHashes) {
  const ModelSpec pilot = parse_model_spec("pilot");
  EXPECT_EQ(pilot.repo, "RedRocket/JointTaggerProject");
  EXPECT_EQ(pilot.revision, "main");
  ASSERT_EQ(pilot.files.size(), 2U);
  EXPECT_EQ(pilot.weights().path, "JTP_PILOT/JTP_PILOT-e4-vit_so400m_patch14_siglip_384.safetensors");
  EXPECT_EQ(pilot.weights().pin->size, 1'754'826'116U);
  EXPECT_EQ(pilot.weights().pin->policy, PinPolicy::kMustMatch);
  EXPECT_EQ(pilot.files[1].path, "JTP_PILOT/tags.json");
  EXPECT_EQ(parse_model_spec("pilot2").weights().pin->size, 1'796'716'928U);
  for (const std::string& name : known_model_names()) {
    EXPECT_EQ(parse_model_spec(name).weights().pin->sha256.size(), 64U) << name;
  }
}

TEST(ModelSpec, TheBackboneHasNoTags) {
  const ModelSpec spec = parse_model_spec("siglip-so400m@v1");
  EXPECT_EQ(spec.repo, "timm/vit_so400m_patch14_siglip_384.webli");
  EXPECT_EQ(spec.revision, "v1");
  ASSERT_EQ(spec.files.size(), 2U);
  EXPECT_EQ(spec.weights().path, "model.safetensors");
  EXPECT_EQ(spec.files[1].path, "config.json");
  EXPECT_EQ(spec.files[1].need, FileNeed::kOptional);
  for (const std::string& tagger : known_model_names()) EXPECT_NE(tagger, "siglip-so400m");
}

TEST(ModelSpec, SplitsRepositoryFileAndRevision) {
  const ModelSpec spec = parse_model_spec("owner/name/a/b/model.safetensors@refs/pr/1");
  EXPECT_EQ(spec.repo, "owner/name");
  EXPECT_EQ(spec.revision, "refs/pr/1");
  EXPECT_EQ(spec.weights().path, "a/b/model.safetensors");
  ASSERT_EQ(spec.files.size(), 4U);
  EXPECT_EQ(spec.files[1].path, "a/b/tags.json");
  EXPECT_EQ(spec.files[2].path, "a/b/tags.csv");
  EXPECT_EQ(spec.files[3].path, "a/b/config.json");
  EXPECT_EQ(parse_model_spec("owner/name/model.safetensors").files[1].path, "tags.json");
  EXPECT_EQ(parse_model_spec("pilot@v1").revision, "v1");
}

class BadModelSpec : public ::testing::TestWithParam<std::string> {};

TEST_P(BadModelSpec, IsAUsageError) {
  try {
    parse_model_spec(GetParam());
    FAIL() << "no error for " << GetParam();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(All, BadModelSpec,
                         ::testing::Values("", "pilot3", "owner/name", "owner/name/", "owner/name/model.bin",
                                           "/owner/name/m.safetensors", "owner//m.safetensors",
                                           "owner/name/../m.safetensors", "../name/m.safetensors",
                                           "owner/name/./m.safetensors", "owner/name/a\nb.safetensors",
                                           "owner/name/a\\b.safetensors", "owner/name/m.safetensors@",
                                           "owner/name/m.safetensors@../main", "owner/name/m.safetensors@/x",
                                           std::string("owner/name/a\0.safetensors", 25),
                                           "o/n/" + std::string(2000, 'a') + ".safetensors"));

TEST(ModelSpec, OnlyFortyHexadecimalDigitsAreACommit) {
  EXPECT_TRUE(is_commit("0123456789abcdef0123456789abcdef01234567"));
  EXPECT_FALSE(is_commit("0123456789ABCDEF0123456789abcdef01234567"));
  EXPECT_FALSE(is_commit("0123456789abcdef"));
  EXPECT_FALSE(is_commit("main"));
}

}  // namespace
}  // namespace jtp
