// SPDX-License-Identifier: Apache-2.0
#include "tests/train/color_set.h"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "jtp/image/encode_png.h"
#include "jtp/tags/published.h"

namespace jtp::test {
namespace {
namespace fs = std::filesystem;

const std::vector<std::string> kNames = {"red", "green", "blue", "light_background"};

Image draw(int number, int color, bool is_light) {
  Image image{20, 20, {}};
  const auto ground = static_cast<std::uint8_t>((is_light ? 200 : 20) + number % 13);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const int left = 3 + number % 5, top = 2 + number % 7;
      const bool inside = x >= left && x < left + 10 && y >= top && y < top + 10;
      std::array<std::uint8_t, 4> pixel = {ground, ground, ground, 255};
      if (inside) pixel = {30, 30, 30, 255};
      if (inside) pixel[static_cast<std::size_t>(color)] = 220;
      image.rgba.insert(image.rgba.end(), pixel.begin(), pixel.end());
    }
  }
  return image;
}

}  // namespace

ColorSet::ColorSet() {
  fs::create_directories(set());
  fs::create_directories(pictures());
  ManifestTables tables;
  for (int i = 0; i < kTraining + 24; ++i) {
    const int color = i % 3;
    const bool is_light = i / 3 % 2 == 0;
    const std::vector<std::byte> png = encode_png(draw(i, color, is_light));
    write_text(pictures() / fmt::format("{}.png", 100 + i),
               {reinterpret_cast<const char*>(png.data()), png.size()});
    std::vector<std::int16_t> labels = {static_cast<std::int16_t>(color)};
    if (is_light) labels.push_back(3);
    tables.add({100 + i,
                Md5{},
                Rating::kSafe,
                i < kTraining ? Split::kTrain : Split::kValidation,
                {.place = 0},
                labels});
  }
  write_manifest(set() / "manifest.safetensors", tables, {tag_list_sha256(kNames), kTags, {"{id}.png"}});
  std::string json, csv = "name,category\n";
  for (int t = 0; t < kTags; ++t) {
    const std::string& name = kNames[static_cast<std::size_t>(t)];
    json += fmt::format("{}\"{}\": {}", t == 0 ? "{" : ", ", name, t);
    csv += name + ",0\n";
  }
  write_text(set() / "tags.json", json + "}");
  write_text(set() / "tags.csv", csv);
  write_text(set() / "implications.csv", "tag,implies\n");
  manifest_ = std::make_unique<Manifest>(set() / "manifest.safetensors");
  vocabulary_ = std::make_unique<Vocabulary>(kNames, std::vector(kTags, TagCategory::kGeneral));
}

TagPrior ColorSet::prior() const {
  TagPrior prior;
  prior.tag_list_sha256 = tag_list_sha256(kNames);
  prior.posts = kTraining;
  prior.counts = {16, 16, 16, 24};
  prior.prevalence = {0.33F, 0.33F, 0.33F, 0.5F};
  prior.omission = {0.1F, 0.1F, 0.1F, 0.1F};
  prior.context = ContextModel({-0.7F, -0.7F, -0.7F, 0.0F}, {{0, 1, -2.0F}, {1, 0, -2.0F}});
  return prior;
}

}  // namespace jtp::test
