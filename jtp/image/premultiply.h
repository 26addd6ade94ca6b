// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace jtp {

// RGBA pixels whose colours are multiplied by alpha / 255, rounded to nearest. `in` and `out` have the same
// size, a multiple of 4, and may be the same.
void premultiply(std::span<const std::uint8_t> in, std::span<std::uint8_t> out);

// Colours divided by alpha / 255, rounded down and saturated; those of alpha 0 and 255 stay as they are.
void unpremultiply(std::span<std::uint8_t> rgba);

}  // namespace jtp
