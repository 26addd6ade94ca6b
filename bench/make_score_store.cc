// SPDX-License-Identifier: Apache-2.0
// make_score_store PICTURES TAGS FOLDER: writes a made-up score store and a labelled set to go with it, for
//
//   jtp eval --set FOLDER --pictures FOLDER/pictures --store FOLDER/scores.sqlite
//
// It writes no picture files. About 45 tags per picture are labelled and 330 have a stored score, as with
// JTP-1 on ordinary pictures. Tag frequencies have a long tail.
#include <fmt/core.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/base/logistic.h"
#include "jtp/base/parse_number.h"
#include "jtp/base/random.h"
#include "jtp/data/manifest.h"
#include "jtp/store/score_store.h"
#include "jtp/store/stored_scores.h"
#include "jtp/tags/published.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

constexpr int kLabels = 45;
constexpr int kNoise = 300;  // more scores above the floor
constexpr std::int64_t kPerTransaction = 1000;

class World {
 public:
  explicit World(int tags) : tags_(tags) {
    for (int tag = 0; tag < tags; ++tag) names_.push_back(fmt::format("tag_{:05}", tag));
  }

  const std::vector<std::string>& names() const { return names_; }
  Vocabulary vocabulary() const { return {names_, std::vector<TagCategory>(names_.size())}; }

  struct Picture {
    std::set<std::int16_t> labels;
    std::vector<float> scores;  // [K]
  };

  Picture picture(std::uint64_t number) const {
    Dice dice(17, number);
    Picture picture{.labels = {}, .scores = std::vector<float>(names_.size())};
    for (int i = 0; i < kNoise; ++i) score(picture, tag(dice), -3 + 1.2 * dice.normal());
    for (int i = 0; i < kLabels; ++i) {
      const int labelled = tag(dice);
      score(picture, labelled, 0.5 + 1.5 * dice.normal());
      if (!dice.chance(0.25)) picture.labels.insert(static_cast<std::int16_t>(labelled));
    }
    return picture;
  }

 private:
  // Frequencies fall as 1 / rank: the logarithm of a tag's number is uniform.
  int tag(Dice& dice) const {
    const double number = std::exp(dice.uniform() * std::log(static_cast<double>(tags_) + 1)) - 1;
    return std::min(static_cast<int>(number), tags_ - 1);
  }

  static void score(Picture& picture, int tag, double logit) {
    picture.scores[static_cast<std::size_t>(tag)] = static_cast<float>(sigmoid(logit));
  }

  int tags_;
  std::vector<std::string> names_;
};

void write_vocabulary(const World& world, const fs::path& folder) {
  std::string json = "{", csv = "name,category\n";
  for (std::size_t tag = 0; tag < world.names().size(); ++tag) {
    json += fmt::format("{}\"{}\": {}", tag == 0 ? "" : ",\n", world.names()[tag], tag);
    csv += world.names()[tag] + ",general\n";
  }
  write_file_atomically(folder / "tags.json", json + "}\n");
  write_file_atomically(folder / "tags.csv", csv);
  write_file_atomically(folder / "implications.csv", "from,to\n");
}

void make(std::int64_t pictures, int tags, const fs::path& folder) {
  fs::create_directories(folder);
  const World world(tags);
  write_vocabulary(world, folder);
  ScoreStore store(folder / "scores.sqlite");
  const ScorerId scorer = store.add_scorer({std::string(64, 'a'), "f32", ""}, "made_up", world.vocabulary());
  const std::string below = stored_path(folder / "pictures");
  ManifestTables tables;
  for (std::int64_t first = 0; first < pictures; first += kPerTransaction) {
    store.transaction([&] {
      for (std::int64_t i = first; i < std::min(first + kPerTransaction, pictures); ++i) {
        const World::Picture picture = world.picture(static_cast<std::uint64_t>(i));
        const std::vector<std::int16_t> labels(picture.labels.begin(), picture.labels.end());
        tables.add({.post_id = i, .split = Split::kValidation, .picture = {.place = 0}, .labels = labels});
        const std::string hash = fmt::format("{:064x}", i);
        store.put(scorer, {hash, 384, 384}, picture.scores, KeptScores::kFromFloor);
        store.put_file({.path = fmt::format("{}/{}.png", below, i), .size = 1, .mtime_ns = 1, .seen_ns = 1},
                       hash);
      }
    });
  }
  write_manifest(folder / "manifest.safetensors", tables,
                 {.tag_list_sha256 = tag_list_sha256(world.names()), .tags = tags, .places = {"{id}.png"}});
}

int number(const char* text) {
  const auto value = parse_number<int>(text);
  if (!value || *value < 1) fail(ErrorKind::kUsage, "'{}' is not a number of 1 or more", text);
  return *value;
}

}  // namespace
}  // namespace jtp

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: make_score_store PICTURES TAGS FOLDER\n", stderr);
    return 2;
  }
  try {
    jtp::make(jtp::number(argv[1]), jtp::number(argv[2]), argv[3]);
  } catch (const jtp::Error& error) {
    fmt::print(stderr, "make_score_store: {}\n", error.what());
    return 1;
  }
}
