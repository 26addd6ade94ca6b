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

// The tags of a model: index (position in the network's output) <-> name and category. Names are spelled as
// in the model files, with underscores for spaces.
class Vocabulary {
 public:
  // names[i] belongs to output i; categories is as long as names. Throws Error kModel if a name is empty or
  // two names are spellings of the same tag.
  Vocabulary(std::vector<std::string> names, std::vector<TagCategory> categories);

  int size() const { return static_cast<int>(names_.size()); }
  const std::string& name(int index) const { return names_[static_cast<std::size_t>(index)]; }
  TagCategory category(int index) const { return categories_[static_cast<std::size_t>(index)]; }

  // The index of a tag in any spelling: spaces or underscores, escaped parentheses or plain, any case.
  std::optional<int> find(std::string_view name) const;

 private:
  std::vector<std::string> names_;
  std::vector<TagCategory> categories_;
  std::unordered_map<std::string, int> index_;  // by canonical_tag()
};

// Reads `tags_json` ({name: index}, any order, underscores or spaces) and, if given, `tags_csv` (name,
// category), which must list every tag exactly once and no others. Without a CSV, the published JTP
// vocabulary has its known categories (jtp/tags/published.h); all tags of any other vocabulary are kGeneral.
// docs/formats.md describes both formats. Throws Error kModel naming the file and the tag.
Vocabulary load_vocabulary(const std::filesystem::path& tags_json,
                           const std::optional<std::filesystem::path>& tags_csv);

// Throws Error kModel naming `tags_json` and both numbers unless the vocabulary has exactly `outputs` tags:
// one per output of the head.
void require_size(const Vocabulary& vocabulary, int outputs, const std::filesystem::path& tags_json);

}  // namespace jtp
