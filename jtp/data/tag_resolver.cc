// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/tag_resolver.h"

#include <algorithm>
#include <filesystem>

#include "jtp/base/error.h"
#include "jtp/files/csv.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

bool holds(std::string_view status) {
  return status == "active" || status == "processing" || status == "queued";
}

// The valid pairs, as a table that TagGraph reads.
std::string read_pairs(const std::filesystem::path& path, BrokenRecords broken, SkippedRecords& skipped) {
  DumpTable table(path, broken);
  CsvStream& records = table.records();
  const std::size_t from = records.column("antecedent_name");
  const std::size_t to = records.column("consequent_name");
  const std::size_t status = records.column("status");
  records.keep({from, to, status});
  std::string text = "from,to\n";
  while (records.next()) {
    if (!holds(records.field(status).value_or(""))) continue;
    const auto old_name = records.field(from).value_or("");
    const auto name = records.field(to).value_or("");
    if (old_name.empty() || name.empty()) {
      records.complain(old_name.empty() ? from : to, "the tag is empty");
    } else {
      text += csv_field(old_name) + ',' + csv_field(name) + '\n';
    }
  }
  skipped.add(records);
  return text;
}

}  // namespace

TagGraph load_tag_graph(const DumpFiles& files, BrokenRecords broken, SkippedRecords& skipped) {
  TagGraph graph;
  if (files.tag_aliases) {
    graph.parse_aliases(read_pairs(*files.tag_aliases, broken, skipped), files.tag_aliases->string());
  }
  if (files.tag_implications) {
    graph.parse_implications(read_pairs(*files.tag_implications, broken, skipped),
                             files.tag_implications->string());
  }
  return graph;
}

std::uint32_t TagResolver::intern(std::string_view name) {
  const std::uint32_t id = names_.intern(name);
  if (id == entries_.size()) {
    entries_.emplace_back();
    added_in_.push_back(0);
  }
  return id;
}

const TagResolver::Entry& TagResolver::entry(std::uint32_t id) {
  if (entries_[id].current != kUnknown) return entries_[id];
  const std::string name(names_.name(id));
  const std::string today = graph_.current(name);
  // A name without an alias is kept as written, whatever its canonical form.
  const bool is_aliased = today != canonical_tag(name);
  const std::uint32_t current = is_aliased ? intern(today) : id;
  const auto first = static_cast<std::uint32_t>(implied_.size());
  for (const std::string& general : graph_.implied(today)) implied_.push_back(intern(general));
  entries_[id] = {current, first, static_cast<std::uint32_t>(implied_.size()) - first};
  return entries_[id];
}

std::uint32_t TagResolver::current(std::string_view name) { return entry(intern(name)).current; }

std::span<const std::uint32_t> TagResolver::implied(std::uint32_t tag) {
  const Entry& found = entry(tag);
  return std::span(implied_).subspan(found.first_implied, found.implied);
}

bool TagResolver::add(std::uint32_t tag) {
  if (added_in_[tag] == call_) return false;
  added_in_[tag] = call_;
  tags_.push_back(tag);
  return true;
}

std::span<const std::uint32_t> TagResolver::resolve(std::string_view tag_string) {
  tags_.clear();
  if (++call_ == 0) {  // after 2^32 calls
    std::fill(added_in_.begin(), added_in_.end(), 0);
    call_ = 1;
  }
  while (!tag_string.empty()) {
    const std::size_t end = std::min(tag_string.find(' '), tag_string.size());
    const std::string_view name = tag_string.substr(0, end);
    tag_string.remove_prefix(std::min(end + 1, tag_string.size()));
    if (name.empty()) continue;
    const std::uint32_t id = intern(name);
    const std::uint32_t current = entry(id).current;
    ++counts_.names;
    if (current != id) ++counts_.aliased;
    add(current);
  }
  const std::size_t given = tags_.size();
  for (std::size_t i = 0; i < given; ++i) {
    for (const std::uint32_t general : implied(tags_[i])) {
      if (add(general)) ++counts_.implied;
    }
  }
  return tags_;
}

std::vector<std::string> TagResolver::in_circles() {
  std::vector<std::string> circles;
  for (std::uint32_t tag = 0; tag < entries_.size(); ++tag) {
    const auto generals = implied(tag);
    const std::vector<std::uint32_t> copy(generals.begin(), generals.end());
    const bool in_circle = std::any_of(copy.begin(), copy.end(), [&](std::uint32_t general) {
      const auto back = implied(general);
      return std::find(back.begin(), back.end(), tag) != back.end();
    });
    if (in_circle) circles.emplace_back(names_.name(tag));
  }
  std::sort(circles.begin(), circles.end());
  return circles;
}

}  // namespace jtp
