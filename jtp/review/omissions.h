// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "jtp/data/manifest.h"
#include "jtp/review/plan.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// How often posts lack a tag that their picture shows, as a table tag,omitted,checked
// (load_omission_counts()), from a measured review of pictures that are named by the MD5 of their post.
// `checked`: cells that reviewers confirmed; `omitted`: those of them whose sample in the manifest lacks the
// label; both weighted as in the sample. Pictures outside the manifest and tags outside the vocabulary are
// ignored. The manifest must not contain the verdicts of this review. Throws Error kUsage for a diverse
// review, which is not a random sample.
std::string omissions_csv(const Review& review, const Manifest& manifest, const Vocabulary& vocabulary);

}  // namespace jtp
