// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace jtp {

struct TableColumn {
  std::string title;
  std::optional<int> digits;  // of numbers, behind the point; by default what format_number() takes
  std::string note;           // shown on hovering over the title
};

// Text, or a number, which is aligned and sorted as one.
using TableCell = std::variant<std::string, double>;
using TableRow = std::vector<TableCell>;  // a cell per column

enum class TableControls {
  kNone,
  kSort,           // by a click on a title
  kSortAndFilter,  // and a field for a piece of text that rows must have
};

struct HtmlTable {
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;
  TableControls controls = TableControls::kSort;
};

// A <table>. Throws Error kInternal where a row has another number of cells.
std::string table_html(const HtmlTable& table);

}  // namespace jtp
