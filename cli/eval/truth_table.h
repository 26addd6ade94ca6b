// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "jtp/tags/vocabulary.h"

namespace jtp {

// Labels of posts by post number: indices in the vocabulary, ascending, without duplicates.
using PostLabels = std::unordered_map<std::int64_t, std::vector<std::int16_t>>;

// Reads a table post_id,tags (CSV, possibly gzip), as `jtp data synth` writes it. Names outside the
// vocabulary are ignored. Throws Error kInvalidInput naming file and record.
PostLabels read_post_labels(const std::string& path, const Vocabulary& vocabulary);

// The column post_id of a table, ascending.
std::vector<std::int64_t> read_post_ids(const std::string& path);

}  // namespace jtp
