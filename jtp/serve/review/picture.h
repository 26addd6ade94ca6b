// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jtp/review/plan.h"
#include "jtp/serve/http/web_message.h"

namespace jtp {

// A picture of a review for a browser: the file's own bytes in a format that every browser shows, otherwise a
// PNG of at most kShownSide pixels on a side. The file is opened by the path in the review and given out only
// while it is the content that was scored, and a picture (docs/decisions/1113). Throws Error kNotFound
// otherwise, without a path in its message.
WebResponse review_picture(const ReviewPicture& picture, std::int64_t max_pixels);

inline constexpr int kShownSide = 2048;

}  // namespace jtp
