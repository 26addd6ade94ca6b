// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

#include "jtp/data/synth_world.h"
#include "jtp/data/vocabulary_rule.h"

namespace jtp {

struct SynthCounts {
  std::uint64_t posts = 0;
  std::uint64_t deleted = 0;
  std::uint64_t true_tags = 0;
  std::uint64_t observed_tags = 0;
};

// The share of edited posts in which a tag was missing at the upload: 0.02 ... 0.4.
double synth_late_share(std::uint32_t tag);

// Writes a world as a dump into `folder`: posts.csv.gz with 29 columns, tags, tag_aliases, tag_implications
// and post_versions (one or two versions per post). Like a real dump, it has descriptions, old names, deleted
// posts, parents and unknown names. The truth is written beside it: truth.csv.gz (post_id, md5, tags; for
// every post of a small world, for about 100,000 posts of a large one) and omission.csv (tag, omitted,
// checked; over all posts). The bytes do not depend on the number of threads.
SynthCounts write_synth_dump(const SynthOptions& options, const std::filesystem::path& folder, int threads,
                             const PostProgress& progress);

}  // namespace jtp
