// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/tags_json.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace jtp {
namespace {

using Names = std::vector<std::string>;

Names parse(std::string_view text) { return parse_tags_json(text, "tags.json"); }

void refuses(std::string_view text, std::string_view message) {
  test::expect_error(ErrorKind::kModel, "tags.json: " + std::string(message), [&] { parse(text); });
}

TEST(TagsJson, TheIndexCountsNotTheOrder) {
  EXPECT_EQ(parse(R"({"wolf": 2, "solo": 0, "red_fur": 1})"), (Names{"solo", "red_fur", "wolf"}));
}

TEST(TagsJson, BothSpellingsGiveTheSameNames) {
  EXPECT_EQ(parse(R"json({"red fur": 0, "> <": 1, "digital media (artwork)": 2})json"),
            parse(R"json({"red_fur": 0, ">_<": 1, "digital_media_(artwork)": 2})json"));
}

TEST(TagsJson, EscapedAndPlainUtf8AreEqual) {
  EXPECT_EQ(parse("{\"caf\\u00e9\":0}"), parse("\xEF\xBB\xBF{ \"caf\xC3\xA9\" : 0 }\r\n"));
}

TEST(TagsJson, WhatIsNoObjectOfIndicesIsRefused) {
  refuses("", "is not JSON");
  refuses("<html>", "is not JSON");
  refuses(R"({"wolf": 0)", "is not JSON");
  refuses(R"({"wolf": 0} x)", "is not JSON");
  refuses("{\"w\xFFolf\": 0}", "is not JSON");
  refuses(R"(["wolf"])", "holds an array, expected an object {name: index}");
  refuses("7", "holds a number");
  refuses("-7", "holds -7");
  refuses("null", "holds null");
  refuses(R"({"wolf": {"index": 0}})", "tag \"wolf\" has an object for an index");
  refuses(R"({"wolf": [0]})", "tag \"wolf\" has an array for an index");
  refuses(R"({"wolf": "0"})", "tag \"wolf\" has a string for an index");
  refuses(R"({"wolf": true})", "tag \"wolf\" has a boolean for an index");
  refuses(R"({"wolf": null})", "tag \"wolf\" has null for an index");
  refuses(R"({"wolf": 0.5})", "tag \"wolf\" has 0.5 for an index");
  refuses(R"({"wolf": -1})", "tag \"wolf\" has -1 for an index");
  refuses(R"({"wolf": 99999999999999999999})", "tag \"wolf\" has 99999999999999999999 for an index");
}

TEST(TagsJson, HolesAndRepeatedIndicesAreRefused) {
  refuses(R"({"wolf": 0, "solo": 2})", "tag \"solo\" has index 2, but there are 2 tags");
  refuses(R"({"wolf": 18446744073709551615})",
          "tag \"wolf\" has index 18446744073709551615, but there are 1 tags");
  refuses(R"({"wolf": 0, "solo": 0})", "tags \"wolf\" and \"solo\" both have index 0");
  refuses(R"({"wolf": 0, "wolf": 0})", "tags \"wolf\" and \"wolf\" both have index 0");
}

// The reference's own golden vocabulary has such names: spelling for captions is the caption's business.
TEST(TagsJson, UnusualCharactersInNamesAreKept) {
  EXPECT_EQ(parse_tags_json("{\"a,b\": 0, \"tab\\tinside\": 1, \"back\\\\slash\": 2}", "tags.json"),
            (std::vector<std::string>{"a,b", "tab\tinside", "back\\slash"}));
}

TEST(TagsJson, EmptyAndEndlessNamesAreRefused) {
  refuses(R"({"": 0})", "a tag has an empty name");
  refuses(R"({"  ": 0})", "a tag has an empty name");
  refuses("{\"" + std::string(256, 'x') + "\": 0}", "a tag's name has 256 bytes, at most 255 are allowed");
}

TEST(TagsJson, NestingDoesNotGrow) {
  const std::string bomb(1 << 20, '[');
  refuses(bomb, "holds an array");
  refuses(R"({"wolf": )" + bomb, "tag \"wolf\" has an array for an index");
}

}  // namespace
}  // namespace jtp
