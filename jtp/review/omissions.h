// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "jtp/data/manifest.h"
#include "jtp/review/plan.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// How often posts that show a tag lack it: a table tag,omitted,checked (load_omission_counts()), by a
// measured review of pictures that are called by the MD5 of their post. `checked`: cells that people
// confirmed; `omitted`: those of them whose sample in the manifest does not have the label, by the weights of
// the sample. Pictures that are in no manifest, and tags that the vocabulary does not have, are left out. The
// manifest is one without the verdicts of this review. Throws Error kUsage for a diverse review, which is no
// fair sample.
std::string omissions_csv(const Review& review, const Manifest& manifest, const Vocabulary& vocabulary);

}  // namespace jtp
