// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/report/html_table.h"
#include "jtp/report/line_chart.h"

namespace jtp {

// A number for the top of the page.
struct KeyFigure {
  std::string label;  // "best J"
  std::string value;  // "0.512"
  std::string note;   // "step 1,200"; may be empty
};

// A small picture with text below it.
struct PictureCard {
  std::string title;
  std::string note;
  std::string data_url;  // data:image/jpeg;base64,...; empty: only the text
};

// A page of results in a single file: it loads nothing from elsewhere, has a light and a dark style, and can
// be printed. All text is escaped here. Elements appear in the order of the calls.
//
//   HtmlPage page("Training run", "mini, 192 tags");
//   page.key_figures(figures);
//   page.section("Curves", "What the network learned, and when");
//   page.charts(charts);
//   write_file_atomically("report.html", page.html());
class HtmlPage {
 public:
  HtmlPage(std::string_view title, std::string_view subtitle);

  void section(std::string_view heading, std::string_view introduction = {});
  void paragraph(std::string_view text);
  // A remark that the reader must not overlook.
  void notice(std::string_view text);
  void key_figures(std::span<const KeyFigure> figures);
  // Next to each other if there is room.
  void charts(std::span<const LineChart> charts);
  void table(const HtmlTable& table);
  // Next to each other. Throws Error kInternal for an address that is not a data URL of a picture.
  void pictures(std::span<const PictureCard> cards);
  // Text that keeps its line breaks, in a fixed-width font, for example a configuration.
  void preformatted(std::string_view text);

  std::string html() const;

 private:
  std::string title_;
  std::string body_;
};

}  // namespace jtp
