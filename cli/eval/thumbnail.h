// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace jtp {

// The picture in `bytes`, reduced to at most `side` x `side` pixels, as a data URL of a JPEG. Throws what
// open_image() throws.
std::string thumbnail_url(std::span<const std::byte> bytes, int side);

}  // namespace jtp
