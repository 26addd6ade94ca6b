// SPDX-License-Identifier: Apache-2.0
// Compares tags of picture files with the reference: every picture of the large reference data through its
// 384-pixel model, on every instruction set.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "jtp/tagger/tagger.h"
#include "jtp/tags/selection.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

class Golden : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto shared = test::shared_dir();
    if (!shared) GTEST_SKIP() << "the large reference data is absent";
    golden_ = *shared / "golden";
  }
  nlohmann::json read_json(const char* name) const {
    return nlohmann::json::parse(test::read_text(golden_ / name));
  }

  std::filesystem::path golden_;
};

TEST_F(Golden, EveryPictureHasTheTagsOfTheReferenceInTheSameOrder) {
  const Tagger tagger =
      Tagger::load(golden_ / "model/e2e384/model_f32.safetensors", {.precision = Precision::kF32});
  const TagSelection selection(tagger.vocabulary(), Thresholds(), {}, {});
  std::map<std::string, std::string> files;
  const nlohmann::json manifest = read_json("preprocess/manifest.json");
  for (const char* list : {"cases", "quirks"}) {
    for (const auto& picture : manifest[list]) files[picture["id"]] = picture["file"];
  }
  const nlohmann::json expected = read_json("model/e2e384/expected_tags.json");
  ASSERT_GT(expected["images"].size(), 50U);
  for (const auto& picture : expected["images"]) {
    const std::string id = picture["image"];
    const TagResult result = tagger.tag_file(golden_ / "preprocess" / files.at(id));
    const std::vector<SelectedTag> tags = selection.select(result.scores);
    ASSERT_EQ(tags.size(), picture["above_0.2"].size()) << id;
    for (std::size_t i = 0; i < tags.size(); ++i) {
      const auto& tag = picture["above_0.2"][i];
      EXPECT_EQ(tagger.vocabulary().name(tags[i].index), tag["tag"]) << id << " place " << i;
      EXPECT_EQ(tags[i].index, tag["index"]) << id << " place " << i;
      EXPECT_NEAR(tags[i].score, tag["probability"].get<double>(), 1e-5)
          << id << " place " << i;  // golden README
    }
  }
}

}  // namespace
}  // namespace jtp
