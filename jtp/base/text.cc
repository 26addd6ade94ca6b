// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/text.h"

#include <fmt/core.h>

#include <algorithm>

namespace jtp {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

std::string underscored(std::string_view text) {
  std::string result;
  bool gap = false;
  for (const char c : trimmed(text)) {
    const bool is_space = kWhiteSpace.find(c) != std::string_view::npos;
    if (!is_space) result += c;
    if (is_space && !gap) result += '_';
    gap = is_space;
  }
  return result;
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lower_case(c); });
  return result;
}

std::string counted(std::int64_t n, std::string_view singular, std::string_view plural) {
  if (n == 1) return fmt::format("1 {}", singular);
  return plural.empty() ? fmt::format("{} {}s", n, singular) : fmt::format("{} {}", n, plural);
}

}  // namespace jtp
