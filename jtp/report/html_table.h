// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace jtp {

struct TableColumn {
  std::string title;
  std::optional<int> digits;  // decimal places of numbers; by default as in format_number()
  std::string note;           // shown when the pointer is over the title
};

// Text, or a number, which is aligned and sorted numerically.
using TableCell = std::variant<std::string, double>;
using TableRow = std::vector<TableCell>;  // one cell per column

enum class TableControls {
  kNone,
  kSort,           // by clicking a title
  kSortAndFilter,  // and a field that shows only rows containing a text
};

struct HtmlTable {
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;
  TableControls controls = TableControls::kSort;
};

// A <table>. Throws Error kInternal if a row has the wrong number of cells.
std::string table_html(const HtmlTable& table);

}  // namespace jtp
