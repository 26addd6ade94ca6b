// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "jtp/data/vocabulary_rule.h"

namespace jtp {

// The origin of a vocabulary: its counts and its rule, as the JSON text of vocabulary.json (docs/formats.md).
std::string vocabulary_card(const DumpVocabulary& vocabulary, const VocabularyRule& rule,
                            const DumpFiles& files);

// Writes tags.json and tags.csv, which load_vocabulary() reads, and `card` as vocabulary.json into `folder`,
// which is created if necessary. Throws Error kIo, and kInvalidInput if two tags are spellings of the same
// one.
void write_vocabulary(const std::filesystem::path& folder, const DumpVocabulary& vocabulary,
                      std::string_view card);

}  // namespace jtp
