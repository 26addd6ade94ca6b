// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/html_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace jtp {
namespace {

TEST(EscapeHtml, EscapesAllMarkup) {
  EXPECT_EQ(escape_html("<script>alert('x')</script> & \"y\""),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;");
}

TEST(EscapeHtml, KeepsOtherTextAndLineBreaks) {
  EXPECT_EQ(escape_html("größe → 日本 😀\n\t:3"), "größe → 日本 😀\n\t:3");
}

TEST(EscapeHtml, ReplacesControlCharactersAndInvalidUtf8) {
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(escape_html(std::string("a\0b", 3)), "a" + bad + "b");
  EXPECT_EQ(escape_html("\x1B\x7F"), bad + bad);
  EXPECT_EQ(escape_html("\xFF<"), bad + "&lt;");
  EXPECT_EQ(escape_html("\xC3"), bad);                      // truncated
  EXPECT_EQ(escape_html("\xC0\xAF"), bad + bad);            // overlong
  EXPECT_EQ(escape_html("\xE0\x80\xAF"), bad + bad + bad);  // overlong
  EXPECT_EQ(escape_html("\xED\xA0\x80"), bad + bad + bad);  // a surrogate
  EXPECT_EQ(escape_html("\xF4\x90\x80\x80"), bad + bad + bad + bad);
}

TEST(FormatNumber, UsesTheGivenDigits) {
  EXPECT_EQ(format_number(0.12345, 3), "0.123");
  EXPECT_EQ(format_number(-0.0001, 2), "0.00");
  EXPECT_EQ(format_number(-1234567.891, 1), "-1,234,567.9");
  EXPECT_EQ(format_number(999, 0), "999");
  EXPECT_EQ(format_number(std::nan(""), 2), "–");
}

TEST(FormatNumber, UsesFourSignificantDigitsByDefault) {
  EXPECT_EQ(format_number(0.123456), "0.1235");
  EXPECT_EQ(format_number(12.3456), "12.35");
  EXPECT_EQ(format_number(0.00123456), "0.001235");
  EXPECT_EQ(format_number(12345.6), "12,346");
  EXPECT_EQ(format_number(7), "7");
  EXPECT_EQ(format_number(0), "0");
  EXPECT_EQ(format_number(1.5e-7), "1.50e-07");
  EXPECT_EQ(format_number(1e200), "1.000e+200");
  EXPECT_EQ(format_number(std::numeric_limits<double>::infinity()), "–");
}

}  // namespace
}  // namespace jtp
