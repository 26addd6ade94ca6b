// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/sample_clusters.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "tests/review/feature_blobs.h"
#include "tests/support/errors.h"

namespace jtp::test {
namespace {

TEST(FeatureRows, KeepsOnlyDirections) {
  FeatureRows rows(2);
  rows.add(std::vector<float>{3, 4});
  rows.add(std::vector<float>{0, 0});
  rows.add(std::vector<float>{std::numeric_limits<float>::infinity(), 1});
  EXPECT_EQ(rows.size(), 3);
  EXPECT_FLOAT_EQ(rows.row(0)[0], 0.6F);
  EXPECT_FLOAT_EQ(rows.row(0)[1], 0.8F);
  EXPECT_EQ(cosine_of(rows.row(0), rows.row(1)), 0);
  EXPECT_EQ(rows.row(2)[0], 0);
  expect_error(ErrorKind::kInvalidInput, "3 numbers among features of 2", [&] {
    rows.add(std::vector<float>{1, 2, 3});
  });
}

TEST(FeatureRows, MultipliesEveryPlaceOfARow) {
  for (std::size_t width = 1; width < 20; ++width) {
    FeatureRows rows(width);
    for (std::size_t at = 0; at < width; ++at) {
      std::vector<float> unit(width);
      unit[at] = 2;
      rows.add(unit);
    }
    for (int i = 0; i < rows.size(); ++i)
      EXPECT_EQ(cosine_of(rows.row(i), rows.row(i)), 1) << width << " " << i;
  }
}

TEST(ClusterFeatures, FindsSeparateGroups) {
  const FeatureRows rows = feature_blobs({40, 10, 25, 5}, 16, 0.1, 3);
  const Clustering clusters = cluster_features(rows, 4, 7);
  ASSERT_EQ(clusters.of_picture.size(), 80U);
  const std::vector<int> ends = {40, 50, 75, 80};
  std::set<int> names;
  for (std::size_t g = 0, i = 0; g < ends.size(); ++g) {
    const int name = clusters.of_picture[i];
    names.insert(name);
    for (; i < static_cast<std::size_t>(ends[g]); ++i) EXPECT_EQ(clusters.of_picture[i], name) << i;
  }
  EXPECT_EQ(names.size(), 4U);
}

TEST(ClusterFeatures, DependsOnlyOnTheSeed) {
  const FeatureRows rows = feature_blobs({60, 60}, 8, 1.0, 5);
  EXPECT_EQ(cluster_features(rows, 6, 1).of_picture, cluster_features(rows, 6, 1).of_picture);
  EXPECT_NE(cluster_features(rows, 6, 1).of_picture, cluster_features(rows, 6, 2).of_picture);
}

TEST(ClusterFeatures, AcceptsFewOrEqualPictures) {
  FeatureRows rows(3);
  EXPECT_EQ(cluster_features(rows, 4, 1).centres.size(), 0);
  for (int i = 0; i < 5; ++i) rows.add(std::vector<float>{1, 1, 0});
  const Clustering clusters = cluster_features(rows, 8, 1);
  EXPECT_EQ(clusters.centres.size(), 5);
  EXPECT_EQ(clusters.of_picture, std::vector<int>(5, clusters.of_picture[0]));
  expect_error(ErrorKind::kUsage, "the number of clusters must be at least 1, not 0",
               [&] { cluster_features(rows, 0, 1); });
}

}  // namespace
}  // namespace jtp::test
