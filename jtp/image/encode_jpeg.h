// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "jtp/image/image.h"

namespace jtp {

// The bytes of a baseline JPEG file with colour at half the resolution (4:2:0), as most programs write it.
// The picture is laid over 50 % grey. `quality` in [1, 100], as libjpeg counts. Throws Error kInternal for a
// picture that JPEG cannot hold.
std::vector<std::byte> encode_jpeg(const Image& image, int quality);

}  // namespace jtp
