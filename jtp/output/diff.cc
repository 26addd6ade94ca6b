// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/diff.h"

#include <fmt/core.h>

#include <algorithm>
#include <span>
#include <vector>

namespace jtp {
namespace {

using Lines = std::vector<std::string_view>;

// Lines include their line ends.
Lines split_lines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

std::string marked(char mark, std::span<const std::string_view> lines) {
  std::string text;
  for (const std::string_view line : lines) {
    text += mark;
    text += line;
    if (!line.ends_with('\n')) text += "\n\\ No newline at end of file\n";
  }
  return text;
}

// "12,3": the position of a hunk. An empty hunk is at the line before it.
std::string range(std::size_t first, std::size_t count) {
  if (count == 1) return fmt::format("{}", first + 1);
  return fmt::format("{},{}", count == 0 ? first : first + 1, count);
}

// As a string of C: \" \\ \n \t and the like, other control characters and bytes beyond ASCII in octal.
std::string quoted(std::string_view name) {
  constexpr std::string_view kSpecial = "\"\\\a\b\t\n\v\f\r";
  constexpr std::string_view kLetters = "\"\\abtnvfr";
  std::string text = "\"";
  for (const char c : name) {
    const std::size_t special = kSpecial.find(c);
    if (special != std::string_view::npos) {
      text += {'\\', kLetters[special]};
    } else if (c < ' ' || c == '\x7f') {  // char may be signed: beyond ASCII is below ' '
      text += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
    } else {
      text += c;
    }
  }
  return text + '"';
}

std::string head_name(std::string_view name) {
  const bool is_plain = std::none_of(name.begin(), name.end(), [](char c) {
    return c == '"' || c == '\\' || (c >= 0 && c <= ' ') || c == '\x7f';
  });
  return is_plain ? std::string(name) : quoted(name);
}

}  // namespace

std::string unified_diff(const FileText& before, const FileText& after) {
  if (before.text == after.text && before.name == after.name) return "";
  const Lines old_lines = split_lines(before.text);
  const Lines new_lines = split_lines(after.text);
  const std::size_t shorter = std::min(old_lines.size(), new_lines.size());
  std::size_t first = 0;
  while (first < shorter && old_lines[first] == new_lines[first]) ++first;
  std::size_t last = 0;
  while (last < shorter - first &&
         old_lines[old_lines.size() - 1 - last] == new_lines[new_lines.size() - 1 - last])
    ++last;
  const auto removed = std::span(old_lines).subspan(first, old_lines.size() - first - last);
  const auto added = std::span(new_lines).subspan(first, new_lines.size() - first - last);
  return fmt::format("--- {}\n+++ {}\n@@ -{} +{} @@\n{}{}", head_name(before.name), head_name(after.name),
                     range(first, removed.size()), range(first, added.size()), marked('-', removed),
                     marked('+', added));
}

}  // namespace jtp
