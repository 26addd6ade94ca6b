// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "jtp/loader/flip_rule.h"
#include "jtp/loader/picture_set.h"
#include "tests/data/tar_bytes.h"
#include "tests/support/draw.h"
#include "tests/support/files.h"

namespace jtp::test {

// A training set of `count` small pictures of several shapes. Every third one is in an archive. Sample i has
// the label 0 and, if i is odd, also 2, which is named text. Sample 0 is a test sample without a picture, so
// that numbers in the set and in the manifest differ.
class SmallSet {
 public:
  static constexpr int kTags = 3;

  explicit SmallSet(int count) {
    ManifestTables tables;
    const std::vector<std::int16_t> even = {0};
    const std::vector<std::int16_t> odd = {0, 2};
    tables.add({900, Md5{}, Rating::kSafe, Split::kTest, {}, even});
    std::string archive;
    for (int i = 0; i < count; ++i) {
      const std::string bytes =
          draw_bmp(static_cast<unsigned>(i), {.width = 20 + i % 7, .height = 30 - i % 11});
      PictureLocation location{.place = 0};
      if (i % 3 == 2) {
        location = {1, static_cast<std::int64_t>(archive.size()) + 512,
                    static_cast<std::int64_t>(bytes.size())};
        archive += tar_member(fmt::format("{}.bmp", i), bytes);
      } else {
        write_text(folder_ / fmt::format("{}.bmp", i), bytes);
      }
      tables.add({i, Md5{}, i % 2 == 0 ? Rating::kSafe : Rating::kQuestionable, Split::kTrain, location,
                  i % 2 == 0 ? even : odd});
    }
    write_text(folder_ / "pictures.tar", archive);
    write_manifest(folder_ / "manifest.safetensors", tables, {"hash", kTags, {"{id}.bmp", "pictures.tar"}});
    manifest_ = std::make_unique<Manifest>(folder_ / "manifest.safetensors");
    pictures_ = std::make_unique<PictureSet>(*manifest_, folder_.path(), Split::kTrain);
  }

  const PictureSet& pictures() const { return *pictures_; }
  std::filesystem::path file(int i) const { return folder_ / fmt::format("{}.bmp", i); }
  void spoil(int i) const { write_text(file(i), "no picture"); }

  static FlipRule flips() {
    return {Vocabulary({"wolf", "solo", "text"}, std::vector(kTags, TagCategory::kGeneral)), {"text"}};
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Manifest> manifest_;
  std::unique_ptr<PictureSet> pictures_;
};

}  // namespace jtp::test
