// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/tag_graph.h"

#include <initializer_list>
#include <set>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/files/csv.h"
#include "jtp/files/text_file.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20;  // e621's table of aliases is 6 MB
constexpr int kMaxAliasChain = 100;  // e621 shortens chains; a longer one is a circle

struct Edge {
  std::size_t line;
  std::string from;
  std::string to;
};

// The accepted names of a table's columns.
struct Columns {
  std::initializer_list<std::string_view> from;
  std::initializer_list<std::string_view> to;
};

std::vector<Edge> read_edges(std::string_view text, std::string_view source, const Columns& columns) {
  CsvReader table(std::string(text), std::string(source), ErrorKind::kInvalidInput);
  const std::size_t from = table.column(columns.from);
  const std::size_t to = table.column(columns.to);
  const auto status = table.find_column({"status"});
  std::vector<Edge> edges;
  while (const auto row = table.next()) {
    if (status && canonical_tag(row->fields[*status]) != "active") continue;
    Edge edge{row->line, canonical_tag(row->fields[from]), canonical_tag(row->fields[to])};
    if (edge.from.empty() || edge.to.empty()) table.fail_at(row->line, "a tag has an empty name");
    if (edge.from != edge.to) edges.push_back(std::move(edge));
  }
  return edges;
}

}  // namespace

void TagGraph::load_aliases(const std::filesystem::path& path) {
  parse_aliases(read_text_file(path, kMaxFileBytes, ErrorKind::kInvalidInput), path.string());
}

void TagGraph::parse_aliases(std::string_view text, std::string_view source) {
  Aliases aliases = aliases_;
  const Columns columns{{"antecedent_name", "alias", "from"}, {"consequent_name", "tag", "to"}};
  for (Edge& edge : read_edges(text, source, columns)) {
    const auto [entry, is_new] = aliases.emplace(edge.from, edge.to);
    if (!is_new && entry->second != edge.to) {
      fail(ErrorKind::kInvalidInput, "{}:{}: tag {:?} is an alias of both {:?} and {:?}", source, edge.line,
           edge.from, entry->second, edge.to);
    }
  }
  for (const auto& [alias, target] : aliases) {
    const std::string* name = &target;
    for (int hops = 0; aliases.contains(*name); ++hops) {
      if (hops == kMaxAliasChain)
        fail(ErrorKind::kInvalidInput, "{}: the aliases of tag {:?} are circular", source, alias);
      name = &aliases.at(*name);
    }
  }
  aliases_ = std::move(aliases);
}

void TagGraph::load_implications(const std::filesystem::path& path) {
  parse_implications(read_text_file(path, kMaxFileBytes, ErrorKind::kInvalidInput), path.string());
}

void TagGraph::parse_implications(std::string_view text, std::string_view source) {
  const Columns columns{{"antecedent_name", "tag", "from"}, {"consequent_name", "implies", "to"}};
  for (Edge& edge : read_edges(text, source, columns))
    implied_[current(edge.from)].push_back(current(edge.to));
}

std::string TagGraph::current(std::string_view name) const {
  std::string result = canonical_tag(name);
  for (auto alias = aliases_.find(result); alias != aliases_.end(); alias = aliases_.find(result))
    result = alias->second;
  return result;
}

std::vector<std::string> TagGraph::implied(const std::string& name) const {
  std::set<std::string> seen;
  std::vector<std::string> pending{name};
  while (!pending.empty()) {
    const auto entry = implied_.find(pending.back());
    pending.pop_back();
    if (entry == implied_.end()) continue;
    for (const std::string& general : entry->second) {
      if (general != name && seen.insert(general).second) pending.push_back(general);
    }
  }
  return {seen.begin(), seen.end()};
}

}  // namespace jtp
