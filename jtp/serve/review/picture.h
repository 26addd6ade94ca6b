// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/review/plan.h"
#include "jtp/serve/http/web_message.h"

namespace jtp {

// A picture of a review for a browser: the file itself if every browser shows its format, otherwise a PNG of
// at most kShownSide pixels on a side. The file is opened by the path in the review, and served only if it is
// a picture whose content is still the scored one (docs/decisions/1113). Otherwise throws Error kNotFound
// without a path in its message.
WebResponse review_picture(const ReviewPicture& picture, std::int64_t max_pixels);

inline constexpr int kShownSide = 2048;

}  // namespace jtp
