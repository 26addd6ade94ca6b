// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jtp/data/dump.h"
#include "jtp/data/name_table.h"
#include "jtp/tags/tag_graph.h"

namespace jtp {

// The valid aliases and implications of a dump: like the site, those with the status active, processing or
// queued. Throws what DumpTable and TagGraph throw; `skipped` counts broken records.
TagGraph load_tag_graph(const DumpFiles& files, BrokenRecords broken, SkippedRecords& skipped);

// Turns tag strings into tags: replaces old names by current ones and adds everything that they imply. Tags
// are indices into names().
class TagResolver {
 public:
  struct Counts {
    std::uint64_t names = 0;    // in tag strings
    std::uint64_t aliased = 0;  // of these, old names
    std::uint64_t implied = 0;  // tags that were not in the string
  };

  explicit TagResolver(TagGraph graph) : graph_(std::move(graph)) {}

  // The tags of a tag string (names separated by spaces), each once; valid until the next call.
  std::span<const std::uint32_t> resolve(std::string_view tag_string);

  // The number of a name as written, without resolving aliases.
  std::uint32_t number(std::string_view name) { return intern(name); }

  // The current tag for a name, after aliases.
  std::uint32_t current(std::string_view name);

  // The tags that a tag implies, directly or indirectly, without the tag itself; valid until the next call.
  std::span<const std::uint32_t> implied(std::uint32_t tag);

  const NameTable& names() const { return names_; }
  const Counts& counts() const { return counts_; }

  // Tags seen so far that imply each other in a circle, sorted.
  std::vector<std::string> in_circles();

 private:
  struct Entry {
    std::uint32_t current = kUnknown;
    std::uint32_t first_implied = 0;
    std::uint32_t implied = 0;
  };
  static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;

  std::uint32_t intern(std::string_view name);
  const Entry& entry(std::uint32_t id);
  bool add(std::uint32_t tag);

  TagGraph graph_;
  NameTable names_;
  std::vector<Entry> entries_;           // by number of the name
  std::vector<std::uint32_t> implied_;   // those of all entries, concatenated
  std::vector<std::uint32_t> added_in_;  // by tag: the last call of resolve() that saw it
  std::uint32_t call_ = 0;
  std::vector<std::uint32_t> tags_;
  Counts counts_;
};

}  // namespace jtp
