// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "jtp/data/exclusion_list.h"
#include "jtp/data/manifest.h"
#include "jtp/data/post_groups.h"
#include "jtp/data/vocabulary_rule.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

struct ManifestRules {
  std::vector<ExclusionRule> exclusions = builtin_exclusions();
  std::uint64_t min_labels = 1;  // posts with fewer tags of the vocabulary are excluded
  SplitShares shares;
};

struct ManifestSources {
  DumpFiles dump;
  std::optional<std::filesystem::path> pictures = {};  // the folder; without it, samples have no pictures
  std::optional<std::filesystem::path> groups = {};    // a table md5,group of near duplicates
  std::optional<std::filesystem::path> splits = {};    // a table post_id,split of splits that are already
                                                       // fixed
  std::optional<std::filesystem::path> verdicts = {};  // for read_verdicts(): what people looked for
};

struct ManifestCounts {
  std::uint64_t posts = 0;
  std::map<std::string, std::uint64_t> excluded;  // by reason
  std::array<std::uint64_t, kSplits> samples{};   // by split
  std::array<std::uint64_t, 3> ratings{};         // of the samples
  std::uint64_t labels = 0;
  std::uint64_t kept_in_training = 0;  // pending posts that the hash would put elsewhere
  std::uint64_t grouped_posts = 0;     // with a parent, a child or a near duplicate
  std::uint64_t confirmed = 0;         // tags of the vocabulary that a verdict confirms
  std::uint64_t rejected = 0;          // tags that a verdict rejects: known negatives
  std::uint64_t split_by_table = 0;    // samples listed in the table of splits
  SkippedRecords skipped;
};

// Reads a dump and writes three files into `folder`: manifest.safetensors, the samples in the order of the
// dump; exclusions.csv.gz (post_id, md5, reason), the excluded posts; and implications.csv (tag, implies),
// which tags of the vocabulary imply which others, directly or indirectly. Reasons are deleted, no_md5,
// file_type (not a picture), no_picture (not in the folder), few_labels, and those of the exclusion rules.
// Tags that a verdict confirms become labels together with the tags that they imply. Tags that a verdict
// rejects become known negatives instead of labels. Posts that are still pending are badly tagged, so they
// stay out of validation and test unless the table of splits says otherwise. Throws Error kInvalidInput for a
// vocabulary of more than kMaxManifestTags tags.
ManifestCounts build_manifest(const ManifestSources& sources, const Vocabulary& vocabulary,
                              const ManifestRules& rules, BrokenRecords broken,
                              const std::filesystem::path& folder, const PostProgress& progress);

}  // namespace jtp
