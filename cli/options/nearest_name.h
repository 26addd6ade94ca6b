// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace jtp {

// The candidate that the user may have meant by `name`: the one with the smallest edit distance (letters
// inserted, deleted or replaced), if that is at most `most`.
std::optional<std::string_view> nearest_name(std::string_view name,
                                             std::span<const std::string_view> candidates,
                                             std::size_t most = 2);

}  // namespace jtp
