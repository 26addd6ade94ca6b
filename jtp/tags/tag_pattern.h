// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// Patterns on whole names of tags: `*` is any text, `?` one character, anything else itself. Spelling and
// case do not count.
class TagPatterns {
 public:
  explicit TagPatterns(const std::vector<std::string>& patterns);

  bool empty() const { return patterns_.empty(); }

  // Whether one of them covers the whole of `name`. Takes at most the product of both lengths.
  bool match(std::string_view name) const;

 private:
  std::vector<std::string> patterns_;  // canonical
};

}  // namespace jtp
