// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "jtp/image/image.h"

namespace jtp {

// A PNG file, 8-bit RGBA. Throws Error kInternal for a picture that PNG cannot store.
std::vector<std::byte> encode_png(const Image& image);

}  // namespace jtp
