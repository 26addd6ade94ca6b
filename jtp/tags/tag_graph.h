// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace jtp {

// The relations between tags: aliases (an old name and its current one) and implications (a wolf is a
// canine). Names are canonical (canonical_tag()).
//
// Tables are CSV (docs/formats.md, "Aliases and implications"): those of e621's database dump, or any table
// with two such columns. Rows with a status other than active are skipped. All readers throw Error
// kInvalidInput naming source and line; the graph is then unchanged.
class TagGraph {
 public:
  // Tags with two current names and circular aliases are errors.
  void load_aliases(const std::filesystem::path& path);
  void parse_aliases(std::string_view text, std::string_view source);

  // Load aliases first: names are replaced by their current ones here. Circles are allowed: tags may imply
  // each other.
  void load_implications(const std::filesystem::path& path);
  void parse_implications(std::string_view text, std::string_view source);

  bool has_aliases() const { return !aliases_.empty(); }
  bool has_implications() const { return !implied_.empty(); }

  // The current name of a tag; canonical_tag(name) if it has no alias.
  std::string current(std::string_view name) const;

  // The tags that `name` (canonical, current) implies directly or indirectly: sorted, unique, without itself.
  std::vector<std::string> implied(const std::string& name) const;

 private:
  using Aliases = std::unordered_map<std::string, std::string>;
  Aliases aliases_;
  std::unordered_map<std::string, std::vector<std::string>> implied_;  // direct; current names
};

}  // namespace jtp
