// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace jtp {

// e621's categories, with the numbers of its database dump.
enum class TagCategory : std::int8_t {
  kGeneral = 0,
  kArtist = 1,
  kContributor = 2,
  kCopyright = 3,
  kCharacter = 4,
  kSpecies = 5,
  kInvalid = 6,
  kMeta = 7,
  kLore = 8,
};

// "general", ...
std::string_view to_string(TagCategory category);

// From a name ("species") or a number ("5"); nothing for other text.
std::optional<TagCategory> parse_category(std::string_view text);

// The tags of a model: index (the position in the network's output) <-> name, category. Names are spelled as
// the model files spell them, normalised to underscores.
class Vocabulary {
 public:
  // names[i] belongs to output i; categories is as long as names. Throws Error kModel for an empty or
  // repeated name.
  Vocabulary(std::vector<std::string> names, std::vector<TagCategory> categories);

  int size() const { return static_cast<int>(names_.size()); }
  const std::string& name(int index) const { return names_[static_cast<std::size_t>(index)]; }
  TagCategory category(int index) const { return categories_[static_cast<std::size_t>(index)]; }

  // The index of a tag, under any spelling: spaces or underscores, escaped parentheses or plain.
  std::optional<int> find(std::string_view name) const;

 private:
  std::vector<std::string> names_;
  std::vector<TagCategory> categories_;
  std::unordered_map<std::string, int> index_;
};

// Reads `tags_json` ({name: index}, any order, underscores or spaces) and, where given, `tags_csv` (name,
// category). Without a CSV the categories of the published JTP vocabulary are known by the SHA-256 of
// tags.json (docs/formats.md); those of any other vocabulary are kGeneral. Throws Error kModel naming the
// file: not JSON, an index that is missing, repeated or out of range, a CSV row that names no tag.
Vocabulary load_vocabulary(const std::filesystem::path& tags_json,
                           const std::optional<std::filesystem::path>& tags_csv);

}  // namespace jtp
