// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "jtp/data/dump.h"
#include "jtp/data/post_reader.h"

namespace jtp {

// What people said about one picture.
struct PictureVerdicts {
  std::string confirmed;              // tags that are present, in the form of a post's tag string
  std::vector<std::string> rejected;  // tags that are absent
};

// Reads a table with the columns md5, tag and verdict (yes, no), as `jtp review verdicts` writes it. Rows
// without an MD5 belong to no post and are ignored. Empty without a path. Throws what DumpTable throws, and
// Error kInvalidInput for a broken record unless `broken` says to skip it; `skipped` counts skipped records.
std::map<Md5, PictureVerdicts> read_verdicts(const std::optional<std::filesystem::path>& path,
                                             BrokenRecords broken, SkippedRecords& skipped);

}  // namespace jtp
