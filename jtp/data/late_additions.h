// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "jtp/data/dump.h"
#include "jtp/data/vocabulary_rule.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// How many of the posts that have a tag now and have been checked by others lacked it when they were
// uploaded.
struct LateAdditions {
  std::vector<std::uint64_t> added_late;  // [K]
  std::vector<std::uint64_t> present;     // [K], number of these posts
  std::uint64_t versions = 0;             // of posts, read
  std::uint64_t posts = 0;                // that are counted
  SkippedRecords skipped;
};

// Reads the table of post versions (rows in order of time, as in the export) and then the posts. A post is
// counted if it is not deleted and at least `editors` different people have edited it, including its
// uploader; 1 counts all posts. A tag that was present at first, removed and restored does not count as late.
// Old names are replaced by current ones. Holds the late tags of all posts in memory: some 100 bytes per
// edited post. Throws Error kNotFound if the dump has no post versions.
LateAdditions count_late_additions(const DumpFiles& files, const Vocabulary& vocabulary, int editors,
                                   BrokenRecords broken, const PostProgress& progress);

}  // namespace jtp
