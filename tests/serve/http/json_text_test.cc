// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/errors.h"

namespace jtp::test {
namespace {

TEST(JsonText, ScoresReadBackAsTheSameFloat) {
  for (const float score : {0.1F, 0.97980076F, 1e-30F, 0.33333334F, 1.0F}) {
    EXPECT_EQ(nlohmann::json::parse(to_text(AnswerJson(score))).get<float>(), score);
  }
}

TEST(JsonText, ReplacesInvalidUtf8) { EXPECT_EQ(to_text(AnswerJson("a\xff")), "\"a\xEF\xBF\xBD\""); }

TEST(JsonText, RefusesAnythingButAnObject) {
  for (const char* text : {"", "[]", "1", "{", "{\"a\":}", "nul", "{} {}", "{\"a\":1e999}", "\xff"}) {
    expect_error(ErrorKind::kInvalidInput, "the body", [&] { parse_json_object(text); });
  }
}

TEST(JsonText, RefusesDeepNestingAndTooManyValues) {
  std::string deep = "{\"a\":";
  for (int i = 0; i < 100'000; ++i) deep += '[';
  expect_error(ErrorKind::kUnsupported, "32 levels", [&] { parse_json_object(deep); });
  std::string wide = "{\"a\":[";
  for (int i = 0; i < kMaxJsonValues; ++i) wide += "0,";
  expect_error(ErrorKind::kUnsupported, "values", [&] { parse_json_object(wide + "0]}"); });
}

TEST(JsonText, ReportsInvalidFields) {
  const nlohmann::json object = {
      {"text", "a"}, {"number", 0.5}, {"big", 1e300}, {"flag", true}, {"null", nullptr}};
  EXPECT_EQ(string_field(object, "text", ""), "a");
  EXPECT_EQ(string_field(object, "null", "b"), "b");
  EXPECT_EQ(string_field(object, "absent", "b"), "b");
  EXPECT_EQ(number_field(object, "number", {0, 1}, 0), 0.5);
  EXPECT_EQ(integer_field(object, "absent", {0, 9}, 7), 7);
  EXPECT_TRUE(flag_field(object, "flag"));
  EXPECT_FALSE(flag_field(object, "absent"));
  expect_error(ErrorKind::kInvalidInput, "`number` must be a string",
               [&] { string_field(object, "number", ""); });
  expect_error(ErrorKind::kInvalidInput, "`text` must be a number", [&] {
    number_field(object, "text", {0, 1}, 0);
  });
  expect_error(ErrorKind::kInvalidInput, "`big` must be a number from 0 to 1, not 1e+300", [&] {
    number_field(object, "big", {0, 1}, 0);
  });
  expect_error(ErrorKind::kInvalidInput, "must be a whole number", [&] {
    integer_field(object, "number", {0, 1}, 0);
  });
  expect_error(ErrorKind::kInvalidInput, "must be true or false", [&] { flag_field(object, "text"); });
}

TEST(JsonText, NumbersOfFormsAreWholeAndInRange) {
  EXPECT_EQ(parse_number("t", "0.25", {0, 1}), 0.25);
  EXPECT_EQ(parse_integer("n", "5", {0, 9}), 5);
  for (const char* text : {"", " 1", "1 ", "0x1", "nan", "inf", "-1", "2", "1e999", "one"}) {
    EXPECT_THROW(parse_number("t", text, {0, 1}), Error) << text;
  }
  EXPECT_THROW(parse_integer("n", "1.5", {0, 9}), Error);
}

}  // namespace
}  // namespace jtp::test
