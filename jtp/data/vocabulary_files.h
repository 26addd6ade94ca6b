// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "jtp/data/vocabulary_rule.h"

namespace jtp {

// Where a vocabulary came from: what was counted and by which rule, as the JSON text of vocabulary.json
// (docs/formats.md).
std::string vocabulary_card(const DumpVocabulary& vocabulary, const VocabularyRule& rule,
                            const DumpFiles& files);

// Writes tags.json and tags.csv, which load_vocabulary() reads, and `card` as vocabulary.json into `folder`,
// which is made where it is missing. Throws Error kIo, and kInvalidInput where two tags are spellings of one.
void write_vocabulary(const std::filesystem::path& folder, const DumpVocabulary& vocabulary,
                      std::string_view card);

}  // namespace jtp
