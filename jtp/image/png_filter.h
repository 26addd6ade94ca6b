// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace jtp {

// Undoes filter `type` (0 to 4, PNG specification section 9) of `row` in place. `above`: the finished row
// before it, of the same size; zeros for the first row. pixel_bytes: 1, 2, 3 or 4; must divide the size.
// Throws Error kInvalidInput for another type.
void undo_png_filter(int type, std::span<std::uint8_t> row, std::span<const std::uint8_t> above,
                     std::size_t pixel_bytes);

}  // namespace jtp
