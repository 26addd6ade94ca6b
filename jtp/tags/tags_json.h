// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// The names of a tags.json, by index. `text`: one JSON object {name: index} with the indices 0...K-1 in any
// order; a space in a name becomes an underscore. `source` begins the messages. Throws Error kModel if the
// text is not such an object, an index is not an integer, repeated or out of range, or a name is empty or
// longer than 255 bytes.
std::vector<std::string> parse_tags_json(std::string_view text, std::string_view source);

}  // namespace jtp
