// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "jtp/base/digest.h"
#include "jtp/store/score_store.h"
#include "tests/cli/program.h"
#include "tests/support/files.h"

namespace jtp::test {

// A folder of pictures and a store in which a model has scored them. (The files only need to exist:
// nothing decodes them.)
class ExportFixture {
 public:
  static Vocabulary vocabulary() {
    return {{"wolf", "red_fur", "solo", "male/female", "digital_media_(artwork)", ">_<", "open_:3", "<3",
             "hi_res"},
            {TagCategory::kSpecies, TagCategory::kGeneral, TagCategory::kGeneral, TagCategory::kGeneral,
             TagCategory::kMeta, TagCategory::kGeneral, TagCategory::kGeneral, TagCategory::kGeneral,
             TagCategory::kMeta}};
  }

  ExportFixture()
      : store_(folder_ / "scores.sqlite"),
        scorer_(store_.add_scorer({std::string(64, 'a'), "f32", ""}, "toy", vocabulary())) {
    std::filesystem::create_directory(pictures());
  }

  std::filesystem::path pictures() const { return folder_ / "pictures"; }
  std::filesystem::path operator/(std::string_view name) const { return pictures() / name; }
  ScoreStore& store() { return store_; }

  // A picture with these scores; tags that are not named have 0.
  void add(const std::string& name, std::vector<float> scores) {
    scores.resize(9);
    std::filesystem::create_directories((pictures() / name).parent_path());
    write_text(pictures() / name, "picture " + name);
    const std::string hash = sha256_hex(as_bytes("picture " + name));
    store_.put(scorer_, {hash, 640, 480}, scores, KeptScores::kFromFloor);
    store_.put_file(*stamp_file(pictures() / name), hash);
  }

  // `jtp export` of the pictures, unless the arguments name others.
  Outcome run(const Arguments& more) const {
    const auto names_others = [](const std::string& word) {
      return word == "--all" || std::filesystem::is_directory(word);
    };
    Arguments arguments = more;
    if (std::none_of(more.begin(), more.end(), names_others)) arguments.push_back(pictures().string());
    return run_plainly(arguments);
  }

  Outcome run_plainly(const Arguments& more) const {
    Arguments arguments = {"export", "--store", (folder_ / "scores.sqlite").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_jtp(arguments);
  }

  // Moves it, as a user does in a file manager.
  void move(const std::string& from, const std::string& to) {
    std::filesystem::rename(folder_ / from, folder_ / to);
  }
  const TemporaryFolder& folder() const { return folder_; }

  std::string text(std::string_view name) const { return read_text(pictures() / name); }

 private:
  TemporaryFolder folder_;
  ScoreStore store_;
  ScorerId scorer_;
};

}  // namespace jtp::test
