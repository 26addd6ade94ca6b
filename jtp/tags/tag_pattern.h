// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// Patterns for whole tag names: `*` matches any text, `?` one character, anything else itself. Spelling and
// case are ignored.
class TagPatterns {
 public:
  explicit TagPatterns(const std::vector<std::string>& patterns);

  bool empty() const { return patterns_.empty(); }

  // Whether any pattern matches the whole of `name`. Time per pattern: at most the product of both lengths.
  bool match(std::string_view name) const;

 private:
  std::vector<std::string> patterns_;  // canonical
};

}  // namespace jtp
