// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/vocabulary_files.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/files/csv.h"
#include "jtp/tags/published.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> names_of(const DumpVocabulary& vocabulary) {
  std::vector<std::string> names;
  for (const VocabularyTag& tag : vocabulary.tags) names.push_back(tag.name);
  return names;
}

// Nothing is written that load_vocabulary() would refuse.
void check(const DumpVocabulary& vocabulary) {
  std::vector<TagCategory> categories;
  for (const VocabularyTag& tag : vocabulary.tags) categories.push_back(tag.category);
  try {
    const Vocabulary checked(names_of(vocabulary), categories);
  } catch (const Error& error) {
    throw Error(ErrorKind::kInvalidInput, error.what());
  }
}

std::string dump_json(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string vocabulary_card(const DumpVocabulary& vocabulary, const VocabularyRule& rule,
                            const DumpFiles& files) {
  const VocabularyCounts& counts = vocabulary.counts;
  Json categories = Json::array();
  for (const TagCategory category : rule.categories) categories.push_back(to_string(category));
  Json by_category = Json::object();
  for (const VocabularyTag& tag : vocabulary.tags) {
    Json& number = by_category[std::string(to_string(tag.category))];
    number = number.is_null() ? 1 : number.get<int>() + 1;
  }
  return dump_json({{"dump_date", files.date},
                    {"posts_file", files.posts.filename().string()},
                    {"rule", {{"more_than", rule.min_count}, {"categories", categories}}},
                    {"tags", vocabulary.tags.size()},
                    {"tags_by_category", by_category},
                    {"tag_list_sha256", tag_list_sha256(names_of(vocabulary))},
                    {"posts", counts.posts},
                    {"posts_deleted", counts.deleted},
                    {"posts_used", counts.used},
                    {"names", counts.names.names},
                    {"names_aliased", counts.names.aliased},
                    {"tags_implied", counts.names.implied},
                    {"tags_seen", counts.tags},
                    {"tags_unknown", counts.unknown_tags},
                    {"uses_unknown", counts.unknown_uses},
                    {"tags_of_other_categories", counts.other_category},
                    {"implication_circles", counts.circles},
                    {"records_skipped", counts.skipped.count},
                    {"first_skipped", counts.skipped.first}});
}

void write_vocabulary(const std::filesystem::path& folder, const DumpVocabulary& vocabulary,
                      std::string_view card) {
  check(vocabulary);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) fail(ErrorKind::kIo, "{}: cannot make the folder: {}", folder.string(), error.message());
  Json indices = Json::object();
  std::string csv = "name,category,count\n";
  for (const VocabularyTag& tag : vocabulary.tags) {
    indices[tag.name] = indices.size();
    csv += fmt::format("{},{},{}\n", csv_field(tag.name), to_string(tag.category), tag.count);
  }
  write_file_atomically(folder / "tags.json", dump_json(indices));
  write_file_atomically(folder / "tags.csv", csv);
  write_file_atomically(folder / "vocabulary.json", card);
}

}  // namespace jtp
