// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "jtp/data/manifest.h"
#include "jtp/prior/implied_pairs.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// Copies tags.json and tags.csv from one folder into another, unless they are the same folder.
void copy_vocabulary(const std::filesystem::path& from, const std::filesystem::path& to);

// Loads tags.json and tags.csv of a folder. Throws Error kUsage naming `what` if the list of tags does not
// have the given hash.
Vocabulary load_vocabulary_of(const std::filesystem::path& folder, const std::string& tag_list_sha256,
                              const std::string& what);

// A folder written by `jtp data manifest`.
struct TrainingSet {
  explicit TrainingSet(const std::filesystem::path& folder);

  Manifest manifest;
  Vocabulary vocabulary;
  ImpliedPairs implied;
};

}  // namespace jtp
