// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "jtp/image/image.h"

namespace jtp {

// A baseline JPEG file with colour at half resolution (4:2:0), as most programs write it. The picture is
// composited over 50 % grey. `quality` in [1, 100] on libjpeg's scale. Throws Error kInternal for a picture
// that JPEG cannot store.
std::vector<std::byte> encode_jpeg(const Image& image, int quality);

}  // namespace jtp
