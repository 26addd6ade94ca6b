// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/vocabulary.h"

#include <utility>

#include "jtp/base/error.h"
#include "jtp/files/csv.h"
#include "jtp/files/text_file.h"
#include "jtp/tags/published.h"
#include "jtp/tags/spelling.h"
#include "jtp/tags/tags_json.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;  // 80 times the published tags.json

// A file that cannot be read means a broken model, whatever the reason: always kModel.
std::string read_model_file(const std::filesystem::path& path) {
  try {
    return read_text_file(path, kMaxFileBytes, ErrorKind::kModel);
  } catch (const Error& error) {
    throw Error(ErrorKind::kModel, error.what());
  }
}

std::vector<TagCategory> default_categories(const std::vector<std::string>& names) {
  const auto published = published_categories(tag_list_sha256(names));
  return published ? *published : std::vector<TagCategory>(names.size(), TagCategory::kGeneral);
}

Vocabulary make_vocabulary(std::vector<std::string> names, const std::filesystem::path& tags_json) {
  std::vector<TagCategory> categories = default_categories(names);
  try {
    return {std::move(names), std::move(categories)};
  } catch (const Error& error) {
    throw with_context(error, tags_json.string());
  }
}

// Only the names of `vocabulary` are used.
std::vector<TagCategory> read_categories(const std::filesystem::path& path, const Vocabulary& vocabulary) {
  CsvReader table(read_model_file(path), path.string(), ErrorKind::kModel);
  const std::size_t name = table.column({"name", "tag"});
  const std::size_t category = table.column({"category"});
  std::vector<std::optional<TagCategory>> found(static_cast<std::size_t>(vocabulary.size()));
  while (const auto row = table.next()) {
    const std::string_view tag = std::string_view(row->fields[name]).substr(0, 80);  // for messages
    const auto index = vocabulary.find(row->fields[name]);
    if (!index) table.fail_at(row->line, fmt::format("tags.json has no tag {:?}", tag));
    auto& slot = found[static_cast<std::size_t>(*index)];
    if (slot) table.fail_at(row->line, fmt::format("tag {:?} is listed twice", tag));
    slot = parse_category(row->fields[category]);
    if (!slot) table.fail_at(row->line, fmt::format("the category of tag {:?} is not one of e621's", tag));
  }
  std::vector<TagCategory> categories;
  for (int i = 0; i < vocabulary.size(); ++i) {
    const auto& slot = found[static_cast<std::size_t>(i)];
    if (!slot) {
      fail(ErrorKind::kModel, "{}: tag {:?} of tags.json is missing", path.string(), vocabulary.name(i));
    }
    categories.push_back(*slot);
  }
  return categories;
}

}  // namespace

Vocabulary::Vocabulary(std::vector<std::string> names, std::vector<TagCategory> categories)
    : names_(std::move(names)), categories_(std::move(categories)) {
  if (names_.size() != categories_.size()) {
    fail(ErrorKind::kInternal, "{} tags and {} categories", names_.size(), categories_.size());
  }
  for (int i = 0; i < size(); ++i) {
    std::string key = canonical_tag(name(i));
    if (key.empty()) fail(ErrorKind::kModel, "tag {} has an empty name", i);
    const auto [entry, is_new] = index_.emplace(std::move(key), i);
    if (!is_new) {
      fail(ErrorKind::kModel, "tags {} ({:?}) and {} ({:?}) have the same name", entry->second,
           name(entry->second), i, name(i));
    }
  }
}

std::optional<int> Vocabulary::find(std::string_view name) const {
  const auto entry = index_.find(canonical_tag(name));
  if (entry == index_.end()) return std::nullopt;
  return entry->second;
}

Vocabulary load_vocabulary(const std::filesystem::path& tags_json,
                           const std::optional<std::filesystem::path>& tags_csv) {
  std::vector<std::string> names = parse_tags_json(read_model_file(tags_json), tags_json.string());
  const Vocabulary plain = make_vocabulary(names, tags_json);
  if (!tags_csv) return plain;
  return {std::move(names), read_categories(*tags_csv, plain)};
}

void require_size(const Vocabulary& vocabulary, int outputs, const std::filesystem::path& tags_json) {
  if (vocabulary.size() == outputs) return;
  fail(ErrorKind::kModel, "{}: lists {} tags, but the network has {} outputs", tags_json.string(),
       vocabulary.size(), outputs);
}

}  // namespace jtp
