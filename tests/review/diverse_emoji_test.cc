// SPDX-License-Identifier: Apache-2.0
// The diverse sample on the emoji set of the shared data, with the features of the bundled model.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "jtp/base/random.h"
#include "jtp/review/sample_clusters.h"
#include "jtp/review/sample_diverse.h"
#include "jtp/tagger/prepare.h"
#include "jtp/tagger/tagger.h"
#include "tests/support/files.h"

namespace jtp::test {
namespace {

constexpr std::size_t kPictures = 4096;  // as many as a review compares

FeatureRows emoji_features(const std::filesystem::path& images) {
  std::vector<std::filesystem::path> files(std::filesystem::directory_iterator(images), {});
  std::sort(files.begin(), files.end());
  files.resize(std::min(files.size(), kPictures));
  const Tagger tagger = Tagger::load(source_dir() / "models/mini", {.threads = 1});
  const auto engine = tagger.make_engine(1);
  const Preprocessor preprocess(engine->config().image_size);
  FeatureRows rows(static_cast<std::size_t>(tagger.config().width));
  for (const auto& file : files) {
    rows.add(
        infer(*engine, prepare_picture(read_picture_file(file), preprocess, {}), {.pooled = KeptPooled::kYes})
            .pooled);
  }
  return rows;
}

// Kinds of pictures: a picture that is farther than `radius` (a cosine) from every earlier kind starts a new
// one. Unlike clusters of k-means, kinds are equally wide but not equally full, so rare pictures form
// separate kinds.
std::vector<int> kinds_of(const FeatureRows& rows, float radius) {
  FeatureRows first(rows.width());
  std::vector<int> kinds;
  for (int i = 0; i < rows.size(); ++i) {
    int kind = nearest_centre(first, rows.row(i));
    if (first.size() == 0 || cosine_of(first.row(kind), rows.row(i)) < radius) {
      kind = first.size();
      first.add(rows.row(i));
    }
    kinds.push_back(kind);
  }
  return kinds;
}

std::size_t number_of(const std::vector<int>& kinds) {
  return static_cast<std::size_t>(*std::max_element(kinds.begin(), kinds.end())) + 1;
}

// The radius that gives approximately as many kinds as the sample has pictures. With fewer kinds a random
// sample finds most of them; with more, no sample can.
float radius_of(const FeatureRows& rows, std::size_t kinds) {
  float low = 0, high = 1;  // the smaller the radius, the more kinds
  for (int halvings = 0; halvings < 9; ++halvings) {
    const float middle = (low + high) / 2;
    (number_of(kinds_of(rows, middle)) < kinds ? low : high) = middle;
  }
  return high;
}

double covered(const std::vector<int>& kinds, const std::vector<int>& sample) {
  std::set<int> found;
  for (const int i : sample) found.insert(kinds[static_cast<std::size_t>(i)]);
  return static_cast<double>(found.size());
}

double covered_by_chance(const std::vector<int>& kinds, std::size_t size) {
  constexpr int kDraws = 20;
  double sum = 0;
  for (std::uint64_t seed = 0; seed < kDraws; ++seed) {
    Dice dice(seed);
    std::set<int> sample;
    while (sample.size() < size) sample.insert(static_cast<int>(dice.below(kinds.size())));
    sum += covered(kinds, {sample.begin(), sample.end()});
  }
  return sum / kDraws;
}

TEST(EmojiSample, Covers50PercentMoreKindsThanARandomOne) {
  const auto shared = shared_dir();
  if (!shared || !std::filesystem::exists(*shared / "emoji/images")) {
    GTEST_SKIP() << "the shared emoji set is absent";
  }
  const FeatureRows rows = emoji_features(*shared / "emoji/images");
  const std::vector<int> diverse = diverse_sample(rows, 256, {});
  ASSERT_EQ(diverse.size(), 256U);
  const std::vector<int> kinds = kinds_of(rows, radius_of(rows, diverse.size()));
  const double random = covered_by_chance(kinds, diverse.size());
  RecordProperty("covered", std::to_string(covered(kinds, diverse)));
  RecordProperty("random", std::to_string(random));
  EXPECT_GE(covered(kinds, diverse), 1.5 * random);
}

}  // namespace
}  // namespace jtp::test
