// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "jtp/data/dump.h"
#include "jtp/data/vocabulary_rule.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// Of the posts that were looked at again and have a tag now: how many did not have it when they were
// uploaded.
struct LateAdditions {
  std::vector<std::uint64_t> added_late;  // [K]
  std::vector<std::uint64_t> present;     // [K], those among them
  std::uint64_t versions = 0;             // of posts, read
  std::uint64_t posts = 0;                // that count
  SkippedRecords skipped;
};

// Reads the table of post versions (its rows in the order of time, as the export has them) and then the
// posts. A post counts when it is not deleted and at least `editors` different people have edited it, its
// uploader among them; 1 counts all. A tag that was there at first, taken away and given back is no late one.
// Names of today stand for old ones. Holds the late tags of all posts: some 100 bytes per edited post. Throws
// Error kNotFound where the dump has no post versions.
LateAdditions count_late_additions(const DumpFiles& files, const Vocabulary& vocabulary, int editors,
                                   BrokenRecords broken, const PostProgress& progress);

}  // namespace jtp
