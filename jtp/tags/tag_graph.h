// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace jtp {

// How tags hang together: aliases (an old name and the one that is used today) and implications (a wolf is a
// canine). Names are canonical (canonical_tag()).
//
// Tables are CSV (docs/formats.md, "Aliases and implications"): those of e621's database dump, or two columns
// of one's own. Rows with a status other than active are left out. All readers throw Error kInvalidInput
// naming source and line, and leave the graph as it was then.
class TagGraph {
 public:
  // A tag with two current names, and aliases that lead in a circle, are errors.
  void load_aliases(const std::filesystem::path& path);
  void parse_aliases(std::string_view text, std::string_view source);

  // Names become current ones by the aliases that are known by then. Circles are allowed: tags that imply
  // each other.
  void load_implications(const std::filesystem::path& path);
  void parse_implications(std::string_view text, std::string_view source);

  bool has_aliases() const { return !aliases_.empty(); }
  bool has_implications() const { return !implied_.empty(); }

  // The name that is used today: canonical_tag(name) where there is no alias.
  std::string current(std::string_view name) const;

  // What `name` (canonical, current) implies, directly or through other tags: each once, without itself,
  // sorted.
  std::vector<std::string> implied(const std::string& name) const;

 private:
  using Aliases = std::unordered_map<std::string, std::string>;
  Aliases aliases_;
  std::unordered_map<std::string, std::vector<std::string>> implied_;  // direct; current names
};

}  // namespace jtp
