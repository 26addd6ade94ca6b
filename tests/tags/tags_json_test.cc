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

TEST(TagsJson, NamesAreOrderedByIndexNotByPosition) {
  EXPECT_EQ(parse(R"({"wolf": 2, "solo": 0, "red_fur": 1})"), (Names{"solo", "red_fur", "wolf"}));
}

TEST(TagsJson, BothSpellingsGiveTheSameNames) {
  EXPECT_EQ(parse(R"json({"red fur": 0, "> <": 1, "digital media (artwork)": 2})json"),
            parse(R"json({"red_fur": 0, ">_<": 1, "digital_media_(artwork)": 2})json"));
}

TEST(TagsJson, EscapedAndPlainUtf8AreEqual) {
  EXPECT_EQ(parse("{\"caf\\u00e9\":0}"), parse("\xEF\xBB\xBF{ \"caf\xC3\xA9\" : 0 }\r\n"));
}

TEST(TagsJson, AnythingButAnObjectOfIndicesIsRefused) {
  refuses("", "not valid JSON");
  refuses("<html>", "not valid JSON");
  refuses(R"({"wolf": 0)", "not valid JSON");
  refuses(R"({"wolf": 0} x)", "not valid JSON");
  refuses("{\"w\xFFolf\": 0}", "not valid JSON");
  refuses(R"(["wolf"])", "expected an object {name: index}, found an array");
  refuses("7", "expected an object {name: index}, found a number");
  refuses("-7", "expected an object {name: index}, found -7");
  refuses("null", "expected an object {name: index}, found null");
  refuses(R"({"wolf": {"index": 0}})", "the index of tag \"wolf\" is an object, not");
  refuses(R"({"wolf": [0]})", "the index of tag \"wolf\" is an array, not");
  refuses(R"({"wolf": "0"})", "the index of tag \"wolf\" is a string, not");
  refuses(R"({"wolf": true})", "the index of tag \"wolf\" is a boolean, not");
  refuses(R"({"wolf": null})", "the index of tag \"wolf\" is null, not");
  refuses(R"({"wolf": 0.5})", "the index of tag \"wolf\" is 0.5, not");
  refuses(R"({"wolf": -1})", "the index of tag \"wolf\" is -1, not");
  refuses(R"({"wolf": 99999999999999999999})", "the index of tag \"wolf\" is 99999999999999999999, not");
}

TEST(TagsJson, MissingAndRepeatedIndicesAreRefused) {
  refuses(R"({"wolf": 0, "solo": 2})", "tag \"solo\" has index 2, but there are 2 tags");
  refuses(R"({"wolf": 18446744073709551615})",
          "tag \"wolf\" has index 18446744073709551615, but there are 1 tags");
  refuses(R"({"wolf": 0, "solo": 0})", "tags \"wolf\" and \"solo\" both have index 0");
  refuses(R"({"wolf": 0, "wolf": 0})", "tags \"wolf\" and \"wolf\" both have index 0");
}

// The golden vocabulary of the reference has such names; captions choose their own spelling.
TEST(TagsJson, UnusualCharactersInNamesAreKept) {
  EXPECT_EQ(parse_tags_json("{\"a,b\": 0, \"tab\\tinside\": 1, \"back\\\\slash\": 2}", "tags.json"),
            (std::vector<std::string>{"a,b", "tab\tinside", "back\\slash"}));
}

TEST(TagsJson, EmptyAndOverlongNamesAreRefused) {
  refuses(R"({"": 0})", "a tag has an empty name");
  refuses(R"({"  ": 0})", "a tag has an empty name");
  refuses("{\"" + std::string(256, 'x') + "\": 0}",
          "the name of a tag has 256 bytes; at most 255 are allowed");
}

TEST(TagsJson, DeepNestingIsRefusedAtOnce) {
  const std::string bomb(1 << 20, '[');
  refuses(bomb, "expected an object {name: index}, found an array");
  refuses(R"({"wolf": )" + bomb, "the index of tag \"wolf\" is an array, not");
}

}  // namespace
}  // namespace jtp
