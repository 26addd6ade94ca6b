// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "jtp/image/decode.h"
#include "jtp/image/image.h"

namespace jtp {

// The EXIF orientation (1 to 8) of a JPEG (APP1), PNG (eXIf) or WebP (EXIF) file. It is 1 (upright) for other
// formats, and if the tag is missing or the metadata is broken, which does not make a picture unreadable.
int exif_orientation(std::span<const std::byte> bytes, ImageFormat format);

// Whether upright() exchanges width and height.
constexpr bool is_transposed(int orientation) { return orientation >= 5 && orientation <= 8; }

// `image` turned and mirrored so that a picture stored with this orientation becomes upright.
Image upright(Image image, int orientation);

}  // namespace jtp
