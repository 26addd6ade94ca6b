// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace jtp {

// Accepts whole numbers from `least` to `most`, or `least` and more. The message names the allowed range.
inline CLI::Validator whole_number(std::int64_t least, std::optional<std::int64_t> most = std::nullopt) {
  const auto check = [least, most](const std::string& text) -> std::string {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_number = error == std::errc() && end == text.data() + text.size();
    if (is_number && value >= least && (!most || value <= *most)) return "";
    const std::string range = most ? fmt::format("a whole number from {} to {}", least, *most)
                                   : fmt::format("a whole number, {} or more", least);
    return fmt::format("'{}' is not allowed; give {}", text, range);
  };
  return {check, ""};
}

}  // namespace jtp
