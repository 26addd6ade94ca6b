// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/html_table.h"

#include <fmt/format.h>

#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/report/html_text.h"

namespace jtp {
namespace {

bool is_number(const TableCell& cell) { return std::holds_alternative<double>(cell); }

// A column holds numbers if its first row does.
std::string_view column_class(const HtmlTable& table, std::size_t column) {
  return !table.rows.empty() && is_number(table.rows.front()[column]) ? " class=\"n\"" : "";
}

std::string title_html(const HtmlTable& table, std::size_t column) {
  const TableColumn& described = table.columns[column];
  const std::string note =
      described.note.empty() ? "" : fmt::format(" title=\"{}\"", escape_html(described.note));
  const std::string title = escape_html(described.title);
  return fmt::format("<th scope=\"col\"{}{}>{}</th>", column_class(table, column), note,
                     table.controls == TableControls::kNone
                         ? title
                         : fmt::format("<button type=\"button\">{}</button>", title));
}

std::string cell_html(const TableCell& cell, const TableColumn& column) {
  if (!is_number(cell)) return fmt::format("<td>{}</td>", escape_html(std::get<std::string>(cell)));
  const double value = std::get<double>(cell);
  const std::string text = column.digits ? format_number(value, *column.digits) : format_number(value);
  return fmt::format("<td class=\"n\" data-v=\"{}\">{}</td>", value, text);
}

}  // namespace

std::string table_html(const HtmlTable& table) {
  std::string html;
  if (table.controls == TableControls::kSortAndFilter) {
    html +=
        "<input class=\"filter\" type=\"search\" placeholder=\"Filter rows\" aria-label=\"Filter rows\">\n";
  }
  html += fmt::format("<div class=\"scroll\"><table{}>\n<thead><tr>",
                      table.controls == TableControls::kNone ? "" : " class=\"sortable\"");
  for (const TableRow& row : table.rows) {
    if (row.size() != table.columns.size())
      fail(ErrorKind::kInternal, "a row of a table has {}, expected {}", counted(row.size(), "cell"),
           table.columns.size());
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i) html += title_html(table, i);
  html += "</tr></thead>\n<tbody>\n";
  for (const TableRow& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) html += cell_html(row[i], table.columns[i]);
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace jtp
