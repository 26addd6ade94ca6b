// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/tags/category.h"

namespace jtp {

// Identifies a list of tags regardless of how its file is written: the SHA-256 of the list as the JSON object
// {name: index} in index order, in the layout of the published tags.json (ASCII, ", " and ": ", no newline).
// For that file it is the SHA-256 of the file itself; a copy with other white space, spaces in names or
// another order of keys has the same hash. `names`: underscored, by index. Lower-case hexadecimal.
std::string tag_list_sha256(std::span<const std::string> names);

// The categories, by index, of the vocabulary with this tag_list_sha256(), if it was published without a
// table of categories (JTP PILOT and PILOT2); nothing for any other list.
std::optional<std::vector<TagCategory>> published_categories(std::string_view sha256);

}  // namespace jtp
