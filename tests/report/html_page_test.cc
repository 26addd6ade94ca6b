// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/html_page.h"

#include <gtest/gtest.h>

#include <regex>

#include "jtp/base/error.h"

namespace jtp {
namespace {

HtmlPage full_page() {
  HtmlPage page("Run <1>", "mini & friends");
  const std::vector<KeyFigure> figures = {{"best J", "0.5 < 1", "step 3"}};
  page.key_figures(figures);
  page.section("Curves", "How it went");
  LineChart chart;
  chart.title = "Loss";
  chart.series.push_back({"train", {{0, 1}, {1, 2}}, SeriesStyle::kLine});
  const std::vector<LineChart> charts = {chart, chart};
  page.charts(charts);
  HtmlTable table;
  table.columns = {{"tag", {}, ""}};
  table.rows = {{"wolf"}};
  page.table(table);
  page.notice("Mind the <gap>");
  page.paragraph("Plain");
  page.pictures(std::vector<PictureCard>{{"a<b", "score 0.5", ""}});
  page.preformatted("a = 1\nb = \"<2>\"");
  return page;
}

TEST(HtmlPage, ShowsItsPartsEscapedAndInTheOrderOfTheCalls) {
  const std::string html = full_page().html();
  std::size_t at = 0;
  for (const char* part :
       {"<title>Run &lt;1&gt;</title>", "<h1>Run &lt;1&gt;</h1>", "mini &amp; friends",
        "<dd>0.5 &lt; 1<small>step 3", "<h2>Curves</h2>", "How it went", "<figure>", "<figure>",
        "<td>wolf</td>", "Mind the &lt;gap&gt;", "<p>Plain</p>", "<b>a&lt;b</b><small>score 0.5</small>",
        "<pre>a = 1\nb = &quot;&lt;2&gt;&quot;</pre>", "<script>", "</html>"}) {
    at = html.find(part, at);
    ASSERT_NE(at, std::string::npos) << part;
    ++at;
  }
}

TEST(HtmlPage, LoadsNothingFromElsewhere) {
  const std::string html = full_page().html();
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_FALSE(std::regex_search(html, std::regex("https?://|\\bsrc=|\\bhref=|@import|url\\(")));
}

TEST(HtmlPage, EmbedsItsPictures) {
  HtmlPage page("Pictures", "");
  page.pictures(std::vector<PictureCard>{{"wolf", "", "data:image/jpeg;base64,AAAA"}});
  EXPECT_NE(page.html().find("src=\"data:image/jpeg;base64,AAAA\""), std::string::npos);
  EXPECT_THROW(page.pictures(std::vector<PictureCard>{{"wolf", "", "https://elsewhere/x.png"}}), Error);
}

TEST(HtmlPage, IsSmall) { EXPECT_LT(full_page().html().size(), 16'000U); }

TEST(HtmlPage, ClosesEveryElement) {
  const std::string html =
      std::regex_replace(full_page().html(), std::regex("<(script|style)>[^]*?</\\1>"), "");
  for (const char* name : {"div", "figure", "svg", "g", "table", "tr", "td", "th", "dl", "p", "span", "main",
                           "button", "text", "title"}) {
    const auto count = [&](const std::string& pattern) {
      const std::regex regex(pattern);
      return std::distance(std::sregex_iterator(html.begin(), html.end(), regex), std::sregex_iterator());
    };
    EXPECT_EQ(count(std::string("<") + name + "[ >]"), count(std::string("</") + name + ">")) << name;
  }
}

}  // namespace
}  // namespace jtp
