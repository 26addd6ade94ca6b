// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/html_page.h"

#include <fmt/format.h>

#include "jtp/base/error.h"
#include "jtp/report/html_text.h"
#include "jtp/report/page_style.h"

namespace jtp {
namespace {

// `text` between `open` and `close`, or nothing if it is empty.
std::string element(std::string_view open, std::string_view text, std::string_view close) {
  return text.empty() ? "" : fmt::format("{}{}{}\n", open, escape_html(text), close);
}

}  // namespace

HtmlPage::HtmlPage(std::string_view title, std::string_view subtitle)
    : title_(title),
      body_(element("<h1>", title, "</h1>") + element("<p class=\"subtitle\">", subtitle, "</p>")) {}

void HtmlPage::section(std::string_view heading, std::string_view introduction) {
  body_ += element("<h2>", heading, "</h2>") + element("<p class=\"introduction\">", introduction, "</p>");
}

void HtmlPage::paragraph(std::string_view text) { body_ += element("<p>", text, "</p>"); }

void HtmlPage::notice(std::string_view text) { body_ += element("<p class=\"notice\">", text, "</p>"); }

void HtmlPage::key_figures(std::span<const KeyFigure> figures) {
  body_ += "<dl class=\"figures\">\n";
  for (const KeyFigure& figure : figures) {
    body_ += fmt::format("<div><dt>{}</dt><dd>{}{}</dd></div>\n", escape_html(figure.label),
                         escape_html(figure.value), element("<small>", figure.note, "</small>"));
  }
  body_ += "</dl>\n";
}

void HtmlPage::charts(std::span<const LineChart> charts) {
  body_ += "<div class=\"charts\">\n";
  for (const LineChart& chart : charts) body_ += line_chart_html(chart);
  body_ += "</div>\n";
}

void HtmlPage::table(const HtmlTable& table) { body_ += table_html(table); }

void HtmlPage::pictures(std::span<const PictureCard> cards) {
  body_ += "<div class=\"pictures\">\n";
  for (const PictureCard& card : cards) {
    body_ += "<div>";
    if (!card.data_url.empty()) {
      if (!card.data_url.starts_with("data:image/"))
        fail(ErrorKind::kInternal, "{:?} is not a data URL of a picture", card.data_url.substr(0, 40));
      body_ += fmt::format("<img alt=\"\" src=\"{}\">", escape_html(card.data_url));
    }
    body_ += fmt::format("<b>{}</b>{}</div>\n", escape_html(card.title),
                         element("<small>", card.note, "</small>"));
  }
  body_ += "</div>\n";
}

void HtmlPage::preformatted(std::string_view text) { body_ += element("<pre>", text, "</pre>"); }

std::string HtmlPage::html() const {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src "
      "'unsafe-inline'\">\n"
      "<title>{}</title>\n<style>{}</style></head>\n<body><main>\n{}</main>\n<script>{}</script>\n</body></"
      "html>\n",
      escape_html(title_), kPageStyle, body_, kPageScript);
}

}  // namespace jtp
