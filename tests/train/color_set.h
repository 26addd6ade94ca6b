// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "jtp/data/manifest.h"
#include "jtp/prior/tag_prior.h"
#include "jtp/tags/vocabulary.h"
#include "tests/support/files.h"

namespace jtp::test {

// A data set that a tiny network learns in some twenty steps: squares in one of three colours, on a light or
// a dark background, with the tags red, green, blue and light_background. 48 pictures are for training, 24
// are held out.
class ColorSet {
 public:
  static constexpr int kTags = 4;
  static constexpr int kTraining = 48;

  // Writes all files of `jtp data manifest` and the pictures, in separate folders.
  ColorSet();

  std::filesystem::path set() const { return folder_ / "set"; }
  std::filesystem::path pictures() const { return folder_ / "pictures"; }
  std::filesystem::path path(std::string_view name) const { return folder_ / name; }

  const Manifest& manifest() const { return *manifest_; }
  const Vocabulary& vocabulary() const { return *vocabulary_; }
  TagPrior prior() const;
  std::string tags_json() const { return read_text(set() / "tags.json"); }
  std::string tags_csv() const { return read_text(set() / "tags.csv"); }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Manifest> manifest_;
  std::unique_ptr<Vocabulary> vocabulary_;
};

}  // namespace jtp::test
