// SPDX-License-Identifier: Apache-2.0
#include "cli/eval/truth_table.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "jtp/base/parse_number.h"
#include "jtp/data/dump.h"

namespace jtp {
namespace {

std::vector<std::int16_t> parse_labels(std::string_view names, const Vocabulary& vocabulary) {
  std::vector<std::int16_t> labels;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(' '), names.size());
    if (const auto tag = vocabulary.find(names.substr(0, end)))
      labels.push_back(static_cast<std::int16_t>(*tag));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  return labels;
}

// The number of the record's post; complains about a record without one.
std::optional<std::int64_t> post_of(CsvStream& records, std::size_t column) {
  const auto post = parse_number<std::int64_t>(records.field(column).value_or(""));
  if (!post) records.complain(column, "must be the number of a post");
  return post;
}

}  // namespace

PostLabels read_post_labels(const std::string& path, const Vocabulary& vocabulary) {
  DumpTable table(path, BrokenRecords::kStop);
  CsvStream& records = table.records();
  const std::size_t id = records.column("post_id");
  const std::size_t tags = records.column("tags");
  records.keep({id, tags});
  PostLabels posts;
  while (records.next()) {
    if (const auto post = post_of(records, id))
      posts[*post] = parse_labels(records.field(tags).value_or(""), vocabulary);
  }
  return posts;
}

std::vector<std::int64_t> read_post_ids(const std::string& path) {
  DumpTable table(path, BrokenRecords::kStop);
  CsvStream& records = table.records();
  const std::size_t id = records.column("post_id");
  records.keep({id});
  std::vector<std::int64_t> posts;
  while (records.next()) {
    if (const auto post = post_of(records, id)) posts.push_back(*post);
  }
  std::sort(posts.begin(), posts.end());
  return posts;
}

}  // namespace jtp
