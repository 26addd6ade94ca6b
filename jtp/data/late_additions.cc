// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/late_additions.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"
#include "jtp/data/post_reader.h"
#include "jtp/data/tag_resolver.h"

namespace jtp {
namespace {

constexpr std::uint64_t kProgressStep = 1 << 14;

// What happened to a post after its upload. Posts have few labels, so lists are good enough.
struct History {
  std::vector<std::int16_t> late;     // added after the first version and still present
  std::vector<std::int16_t> removed;  // present in the first version and removed later
  std::vector<std::int64_t> editors;  // only as many as must be told apart
};

template <typename Value>
bool take(std::vector<Value>& values, Value value) {
  const auto found = std::find(values.begin(), values.end(), value);
  if (found == values.end()) return false;
  values.erase(found);
  return true;
}

template <typename Value>
void insert(std::vector<Value>& values, Value value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

class LateCounter {
 public:
  LateCounter(const DumpFiles& files, const Vocabulary& vocabulary, int editors, BrokenRecords broken)
      : files_(files),
        vocabulary_(vocabulary),
        editors_(static_cast<std::size_t>(editors)),
        broken_(broken),
        resolver_(load_tag_graph(files, broken, counts_.skipped)) {}

  LateAdditions count(const PostProgress& progress);

 private:
  void read_versions(const PostProgress& progress);
  void note(History& history, std::string_view added, std::string_view removed);
  void count_post(const Post& post);
  std::optional<std::int16_t> label(std::string_view name);
  std::optional<std::int16_t> label_of(std::uint32_t tag);

  const DumpFiles& files_;
  const Vocabulary& vocabulary_;
  const std::size_t editors_;
  const BrokenRecords broken_;
  LateAdditions counts_;
  TagResolver resolver_;
  std::vector<std::int32_t> labels_;  // by number of the tag; -2: not looked up yet
  std::unordered_map<std::int64_t, History> histories_;
};

LateAdditions LateCounter::count(const PostProgress& progress) {
  const auto tags = static_cast<std::size_t>(vocabulary_.size());
  counts_.added_late.resize(tags);
  counts_.present.resize(tags);
  read_versions(progress);
  PostReader posts(files_.posts, broken_);
  std::uint64_t read = 0;
  while (const auto post = posts.next()) {
    if (++read % kProgressStep == 0) progress(read);
    if (!post->is_deleted) count_post(*post);
  }
  counts_.skipped.add(posts.records());
  return std::move(counts_);
}

void LateCounter::read_versions(const PostProgress& progress) {
  DumpTable table(*files_.post_versions, broken_);
  CsvStream& records = table.records();
  const std::size_t post_id = records.column("post_id");
  const std::size_t version = records.column("version");
  const std::size_t added = records.column("added_tags");
  const std::size_t removed = records.column("removed_tags");
  const std::size_t updater = records.column("updater_id");
  records.keep({post_id, version, added, removed, updater});
  while (records.next()) {
    if (++counts_.versions % kProgressStep == 0) progress(counts_.versions);
    const auto post = parse_number<std::int64_t>(records.field(post_id).value_or(""));
    const auto number = parse_number<std::int64_t>(records.field(version).value_or(""));
    if (!post || !number) {
      records.complain(post ? version : post_id, "must be a number");
      continue;
    }
    History& history = histories_[*post];
    if (const auto editor = parse_number<std::int64_t>(records.field(updater).value_or(""));
        editor && history.editors.size() < editors_)
      insert(history.editors, *editor);
    if (*number > 1) note(history, records.field(added).value_or(""), records.field(removed).value_or(""));
  }
  counts_.skipped.add(records);
}

void LateCounter::note(History& history, std::string_view added, std::string_view removed) {
  const auto for_each_label = [&](std::string_view names, const auto& work) {
    while (!names.empty()) {
      const std::size_t end = std::min(names.find(' '), names.size());
      if (const auto tag = label(names.substr(0, end))) work(*tag);
      names.remove_prefix(std::min(end + 1, names.size()));
    }
  };
  for_each_label(removed, [&](std::int16_t tag) {
    if (!take(history.late, tag)) insert(history.removed, tag);
  });
  for_each_label(added, [&](std::int16_t tag) {
    if (!take(history.removed, tag)) insert(history.late, tag);
  });
}

void LateCounter::count_post(const Post& post) {
  const auto found = histories_.find(post.id);
  if (found == histories_.end() || found->second.editors.size() < editors_) return;
  ++counts_.posts;
  const std::vector<std::int16_t>& late = found->second.late;
  for (const std::uint32_t tag : resolver_.resolve(post.tag_string)) {
    const auto label = label_of(tag);
    if (!label) continue;
    const auto index = static_cast<std::size_t>(*label);
    ++counts_.present[index];
    counts_.added_late[index] += std::find(late.begin(), late.end(), *label) != late.end() ? 1 : 0;
  }
}

std::optional<std::int16_t> LateCounter::label(std::string_view name) {
  if (name.empty()) return std::nullopt;
  return label_of(resolver_.current(name));
}

std::optional<std::int16_t> LateCounter::label_of(std::uint32_t tag) {
  constexpr std::int32_t kUnknown = -2;
  if (labels_.size() <= tag) labels_.resize(tag + 1, kUnknown);
  if (labels_[tag] == kUnknown) labels_[tag] = vocabulary_.find(resolver_.names().name(tag)).value_or(-1);
  return labels_[tag] < 0 ? std::nullopt : std::optional(static_cast<std::int16_t>(labels_[tag]));
}

}  // namespace

LateAdditions count_late_additions(const DumpFiles& files, const Vocabulary& vocabulary, int editors,
                                   BrokenRecords broken, const PostProgress& progress) {
  if (!files.post_versions) {
    fail(ErrorKind::kNotFound, "{}: no post_versions.csv[.gz] of the same date in the folder",
         files.posts.parent_path().string());
  }
  return LateCounter(files, vocabulary, editors, broken).count(progress);
}

}  // namespace jtp
