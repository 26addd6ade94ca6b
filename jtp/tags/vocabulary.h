// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "jtp/tags/category.h"

namespace jtp {

// The tags of a model: index (the position in the network's output) <-> name, category. Names are spelled as
// the model files spell them, normalised to underscores.
class Vocabulary {
 public:
  // names[i] belongs to output i; categories is as long as names. Throws Error kModel for an empty name and
  // for two names that are spellings of one tag.
  Vocabulary(std::vector<std::string> names, std::vector<TagCategory> categories);

  int size() const { return static_cast<int>(names_.size()); }
  const std::string& name(int index) const { return names_[static_cast<std::size_t>(index)]; }
  TagCategory category(int index) const { return categories_[static_cast<std::size_t>(index)]; }

  // The index of a tag, under any spelling: spaces or underscores, escaped parentheses or plain, any case.
  std::optional<int> find(std::string_view name) const;

 private:
  std::vector<std::string> names_;
  std::vector<TagCategory> categories_;
  std::unordered_map<std::string, int> index_;  // by canonical_tag()
};

// Reads `tags_json` ({name: index}, any order, underscores or spaces) and, where given, `tags_csv` (name,
// category), which must name every tag once and no other. Without a CSV the categories of the published JTP
// vocabulary are known (jtp/tags/published.h); those of any other vocabulary are kGeneral. docs/formats.md
// has both formats. Throws Error kModel naming the file and the tag.
Vocabulary load_vocabulary(const std::filesystem::path& tags_json,
                           const std::optional<std::filesystem::path>& tags_csv);

// Throws Error kModel naming `tags_json` and both numbers unless the vocabulary has one tag per output of the
// head.
void require_size(const Vocabulary& vocabulary, int outputs, const std::filesystem::path& tags_json);

}  // namespace jtp
