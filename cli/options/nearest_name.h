// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace jtp {

// The candidate that somebody who wrote `name` may have meant: the one from which the fewest letters must be
// inserted, deleted or replaced, where these are `most` at the most.
std::optional<std::string_view> nearest_name(std::string_view name,
                                             std::span<const std::string_view> candidates,
                                             std::size_t most = 2);

}  // namespace jtp
