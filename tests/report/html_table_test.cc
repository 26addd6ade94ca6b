// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/html_table.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/errors.h"

namespace jtp {
namespace {

HtmlTable small_table() {
  HtmlTable table;
  table.columns = {{"tag", {}, ""}, {"J", 3, "sensitivity + specificity - 1"}};
  table.rows = {{"<b>wolf", 0.51239}, {"solo", std::nan("")}};
  return table;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(HtmlTable, ShowsTextEscapedAndNumbersRoundedButKeepsTheExactValue) {
  const std::string html = table_html(small_table());
  EXPECT_TRUE(contains(html, "<td>&lt;b&gt;wolf</td>")) << html;
  EXPECT_TRUE(contains(html, "<td class=\"n\" data-v=\"0.51239\">0.512</td>")) << html;
  EXPECT_TRUE(contains(html, "<td class=\"n\" data-v=\"nan\">–</td>")) << html;
  EXPECT_TRUE(contains(html, "class=\"n\" title=\"sensitivity + specificity - 1\"")) << html;
}

TEST(HtmlTable, HasTheRequestedControls) {
  HtmlTable table = small_table();
  EXPECT_TRUE(contains(table_html(table), "sortable"));
  EXPECT_FALSE(contains(table_html(table), "filter"));
  table.controls = TableControls::kSortAndFilter;
  EXPECT_TRUE(contains(table_html(table), "class=\"filter\""));
  table.controls = TableControls::kNone;
  EXPECT_FALSE(contains(table_html(table), "button"));
}

TEST(HtmlTable, MayBeEmpty) {
  HtmlTable table = small_table();
  table.rows.clear();
  EXPECT_TRUE(contains(table_html(table), "<tbody>\n</tbody>"));
}

TEST(HtmlTable, RefusesRowsOfTheWrongLength) {
  HtmlTable table = small_table();
  table.rows.push_back({"fox"});
  test::expect_error(ErrorKind::kInternal, "has 1 cell, expected 2", [&] { table_html(table); });
}

}  // namespace
}  // namespace jtp
