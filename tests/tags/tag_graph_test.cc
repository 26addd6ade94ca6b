// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/tag_graph.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

using Names = std::vector<std::string>;
using test::expect_error;

TEST(TagGraph, ReadsTheTablesOfTheDump) {
  TagGraph graph;
  graph.parse_aliases(
      "id,antecedent_name,consequent_name,created_at,status\n"
      "1,grey_wolf,wolf,2020-01-01 00:00:00,active\n"
      "2,timber_wolf,grey_wolf,2020-01-01 00:00:00,active\n"
      "3,fox,wolf,2020-01-01 00:00:00,pending\n",
      "aliases");
  graph.parse_implications(
      "id,antecedent_name,consequent_name,created_at,status\n"
      "1,grey_wolf,canis,2020-01-01 00:00:00,active\n"
      "2,canis,canine,2020-01-01 00:00:00,active\n"
      "3,canine,reptile,2020-01-01 00:00:00,deleted\n",
      "implications");
  EXPECT_EQ(graph.current("Timber Wolf"), "wolf");
  EXPECT_EQ(graph.current("fox"), "fox");
  EXPECT_EQ(graph.implied("wolf"), (Names{"canine", "canis"}));
  EXPECT_EQ(graph.implied("canine"), Names());
}

TEST(TagGraph, ReadsOtherTwoColumnTables) {
  TagGraph graph;
  graph.parse_aliases("alias,tag\nsilver fur,grey_fur\n", "a.csv");
  graph.parse_implications("tag,implies\nsilver fur,fur\n", "i.csv");
  EXPECT_EQ(graph.current("silver_fur"), "grey_fur");
  EXPECT_EQ(graph.implied("grey_fur"), Names{"fur"});
}

TEST(TagGraph, IsEmptyWithoutTables) {
  const TagGraph graph;
  EXPECT_FALSE(graph.has_aliases());
  EXPECT_FALSE(graph.has_implications());
  EXPECT_EQ(graph.current("Red Fur"), "red_fur");
  EXPECT_EQ(graph.implied("wolf"), Names());
}

TEST(TagGraph, CircularImplicationsTerminate) {
  TagGraph graph;
  graph.parse_implications("from,to\na,b\nb,c\nc,a\nd,d\n", "i.csv");
  EXPECT_EQ(graph.implied("a"), (Names{"b", "c"}));
  EXPECT_EQ(graph.implied("d"), Names());
}

TEST(TagGraph, RefusesCircularAliases) {
  TagGraph graph;
  graph.parse_aliases("from,to\nx,y\n", "a.csv");
  expect_error(ErrorKind::kInvalidInput, "are circular",
               [&] { graph.parse_aliases("from,to\na,b\nb,c\nc,a\n", "a.csv"); });
  EXPECT_EQ(graph.current("a"), "a");
  EXPECT_EQ(graph.current("x"), "y");
}

TEST(TagGraph, RefusesATagWithTwoCurrentNames) {
  TagGraph graph;
  expect_error(ErrorKind::kInvalidInput, "a.csv:3: tag \"a\" is an alias of both \"b\" and \"c\"",
               [&] { graph.parse_aliases("from,to\na,b\na,c\n", "a.csv"); });
}

TEST(TagGraph, ErrorsNameFileAndLine) {
  TagGraph graph;
  expect_error(ErrorKind::kInvalidInput, "a.csv:1: the header has no column \"antecedent_name\"",
               [&] { graph.parse_aliases("x,y\na,b\n", "a.csv"); });
  expect_error(ErrorKind::kInvalidInput, "i.csv:2: a tag has an empty name",
               [&] { graph.parse_implications("tag,implies\nwolf,\n", "i.csv"); });
  expect_error(ErrorKind::kNotFound, "nowhere.csv", [&] { graph.load_aliases("nowhere.csv"); });
}

TEST(TagGraph, LoadsFiles) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "a.csv", "alias,tag\na,b\n");
  test::write_text(folder / "i.csv", "tag,implies\nb,c\n");
  TagGraph graph;
  graph.load_aliases(folder / "a.csv");
  graph.load_implications(folder / "i.csv");
  EXPECT_EQ(graph.implied(graph.current("a")), Names{"c"});
}

}  // namespace
}  // namespace jtp
