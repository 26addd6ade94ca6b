// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/vocabulary_rule.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_map>

#include "jtp/base/error.h"
#include "jtp/data/post_reader.h"

namespace jtp {
namespace {

constexpr std::uint64_t kProgressStep = 1 << 14;

// Category by number of the name; nothing for names that the table lacks.
std::vector<std::optional<TagCategory>> read_categories(const std::filesystem::path& path,
                                                        BrokenRecords broken, TagResolver& resolver,
                                                        SkippedRecords& skipped) {
  DumpTable table(path, broken);
  CsvStream& records = table.records();
  const std::size_t name = records.column("name");
  const std::size_t category = records.column("category");
  records.keep({name, category});
  std::vector<std::optional<TagCategory>> categories;
  while (records.next()) {
    const auto tag = records.field(name);
    const auto parsed = parse_category(records.field(category).value_or(""));
    if (!tag || tag->empty()) {
      records.complain(name, "the tag is empty");
    } else if (!parsed) {
      records.complain(category, fmt::format("tag {:?} has an unknown category", tag->substr(0, 80)));
    } else {
      const std::uint32_t id = resolver.number(*tag);
      if (id >= categories.size()) categories.resize(id + 1);
      categories[id] = *parsed;
    }
  }
  skipped.add(records);
  return categories;
}

std::vector<std::uint64_t> count_posts(const std::filesystem::path& path, BrokenRecords broken,
                                       TagResolver& resolver, VocabularyCounts& counts,
                                       const PostProgress& progress) {
  std::vector<std::uint64_t> posts_with;
  PostReader posts(path, broken);
  while (const auto post = posts.next()) {
    if (++counts.posts % kProgressStep == 0) progress(counts.posts);
    if (post->is_deleted) {
      ++counts.deleted;
      continue;
    }
    ++counts.used;
    const auto tags = resolver.resolve(post->tag_string);
    if (posts_with.size() < resolver.names().size()) posts_with.resize(resolver.names().size());
    for (const std::uint32_t tag : tags) ++posts_with[tag];
  }
  counts.skipped.add(posts.records());
  return posts_with;
}

}  // namespace

DumpVocabulary build_vocabulary(const DumpFiles& files, const VocabularyRule& rule, BrokenRecords broken,
                                const PostProgress& progress) {
  DumpVocabulary result;
  VocabularyCounts& counts = result.counts;
  TagResolver resolver(load_tag_graph(files, broken, counts.skipped));
  auto categories = read_categories(files.tags, broken, resolver, counts.skipped);
  const auto posts_with = count_posts(files.posts, broken, resolver, counts, progress);
  categories.resize(posts_with.size());
  for (std::uint32_t tag = 0; tag < posts_with.size(); ++tag) {
    if (posts_with[tag] == 0) continue;
    ++counts.tags;
    const auto category = categories[tag];
    if (!category) {
      ++counts.unknown_tags;
      counts.unknown_uses += posts_with[tag];
    }
    if (!category || posts_with[tag] <= rule.min_count) continue;
    if (std::find(rule.categories.begin(), rule.categories.end(), *category) == rule.categories.end()) {
      ++counts.other_category;
      continue;
    }
    result.tags.push_back({std::string(resolver.names().name(tag)), *category, posts_with[tag]});
  }
  counts.names = resolver.counts();
  counts.circles = resolver.in_circles();
  std::sort(result.tags.begin(), result.tags.end(), [](const VocabularyTag& a, const VocabularyTag& b) {
    return std::tie(a.category, b.count, a.name) < std::tie(b.category, a.count, b.name);
  });
  return result;
}

VocabularyDifference compare_vocabularies(const std::vector<std::string>& before,
                                          const std::vector<std::string>& after) {
  std::unordered_map<std::string_view, std::size_t> index;
  for (std::size_t i = 0; i < before.size(); ++i) index.emplace(before[i], i);
  VocabularyDifference difference;
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto found = index.find(after[i]);
    if (found == index.end()) {
      difference.added.push_back(after[i]);
    } else {
      if (found->second != i) ++difference.moved;
      index.erase(found);
    }
  }
  for (const std::string& name : before) {
    if (index.contains(name)) difference.removed.push_back(name);
  }
  return difference;
}

}  // namespace jtp
