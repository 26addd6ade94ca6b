// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/record.h"

#include <gtest/gtest.h>

#include <bit>
#include <nlohmann/json.hpp>
#include <random>

namespace jtp {
namespace {

const Vocabulary& vocabulary() {
  static const Vocabulary words({"solo", "a\"b", "caf\xC3\xA9"},
                                {TagCategory::kGeneral, TagCategory::kSpecies, TagCategory::kMeta});
  return words;
}

PictureRecord record_with(const std::vector<TagScore>& scores) {
  std::vector<SelectedTag> tags;
  for (const auto& [index, score] : scores)
    tags.push_back({vocabulary().name(index), index, vocabulary().category(index), score});
  return {"wolf, 1.png", {"ab12", 640, 480}, "mini sha256:cd34", std::move(tags), std::nullopt};
}

TEST(Record, JsonHasTheDocumentedKeysInOrder) {
  EXPECT_EQ(to_json(record_with({{1, 0.9F}, {2, 1e-5F}})),
            R"({"file":"wolf, 1.png","sha256":"ab12","model":"mini sha256:cd34","width":640,"height":480,)"
            R"("tags":[{"name":"a\"b","index":1,"category":"species","score":0.9},)"
            "{\"name\":\"caf\xC3\xA9\",\"index\":2,\"category\":\"meta\",\"score\":1e-05}]}");
}

TEST(Record, AFailureHasOnlyItsKindAndMessage) {
  PictureRecord record = record_with({{1, 0.9F}});
  record.error = Error(ErrorKind::kInvalidInput, "wolf.png: ends early");
  EXPECT_EQ(to_json(record),
            R"({"file":"wolf, 1.png","error":{"kind":"invalid_input","message":"wolf.png: ends early"}})");
  EXPECT_EQ(to_csv(record), "");
}

TEST(Record, JsonIsOneValidLineForAnyBytes) {
  std::mt19937 random(3);
  for (int i = 0; i < 2000; ++i) {
    PictureRecord record = record_with({});
    record.file.clear();
    for (unsigned n = random() % 12; record.file.size() < n;) record.file += static_cast<char>(random());
    const std::string line = to_json(record);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_TRUE(nlohmann::json::accept(line)) << line;
  }
  PictureRecord latin = record_with({});
  latin.file = "caf\xE9.png";
  EXPECT_EQ(nlohmann::json::parse(to_json(latin))["file"], "caf\xEF\xBF\xBD.png");
}

TEST(Record, ScoresReadBackAsTheSameFloat) {
  std::mt19937 random(5);
  for (int i = 0; i < 20000; ++i) {
    const float score = std::bit_cast<float>(static_cast<std::uint32_t>(random() % 0x3F800001U));  // 0...1
    const PictureRecord record = record_with({{0, score}});
    const auto json = nlohmann::json::parse(to_json(record));
    ASSERT_EQ(json["tags"][0]["score"].get<float>(), score);
    const std::string csv = to_csv(record);
    ASSERT_EQ(std::stod(csv.substr(csv.rfind(',') + 1)), std::stod(fmt::format("{}", score)));
    ASSERT_EQ(static_cast<float>(std::stod(csv.substr(csv.rfind(',') + 1))), score);
  }
}

TEST(Record, CsvHasARowPerTag) {
  EXPECT_EQ(csv_header(), "file,tag,category,score\n");
  EXPECT_EQ(to_csv(record_with({{0, 0.5F}, {1, 0.25F}})),
            "\"wolf, 1.png\",solo,general,0.5\n\"wolf, 1.png\",\"a\"\"b\",species,0.25\n");
  EXPECT_EQ(to_csv(record_with({})), "");
}

}  // namespace
}  // namespace jtp
