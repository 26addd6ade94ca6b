// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/web_message.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace jtp {
namespace {

enum class Plus { kIsPlus, kIsSpace };

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

std::optional<std::string> percent_decode(std::string_view text, Plus plus) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::kIsSpace) {
      result += ' ';
    } else if (text[i] != '%') {
      result += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      result += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (has_control(result)) return std::nullopt;
  return result;
}

std::string_view without_space(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Removes and returns the value at the start of `rest`, which begins after the '='; also removes the ';'.
std::string take_value(std::string_view& rest) {
  std::string value;
  if (rest.empty() || rest.front() != '"') {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    value = without_space(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return value;
  }
  std::size_t i = 1;
  for (; i < rest.size() && rest[i] != '"'; ++i) {
    if (rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\')) ++i;
    value += rest[i];
  }
  const std::size_t end = rest.find(';', std::min(i, rest.size()));
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return value;
}

}  // namespace

std::string_view WebRequest::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string lower_ascii(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return result;
}

std::string_view reason_of(int status) {
  static constexpr std::pair<int, std::string_view> kReasons[] = {
      {200, "OK"},
      {204, "No Content"},
      {304, "Not Modified"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {503, "Service Unavailable"},
  };
  const auto* const found = std::find_if(std::begin(kReasons), std::end(kReasons),
                                         [&](const auto& r) { return r.first == status; });
  return found == std::end(kReasons) ? "Status" : found->second;
}

std::optional<std::map<std::string, std::string>> parse_query(std::string_view text) {
  std::map<std::string, std::string> fields;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view field = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = std::min(field.find('='), field.size());
    auto name = percent_decode(field.substr(0, equals), Plus::kIsSpace);
    auto value = percent_decode(field.substr(std::min(equals + 1, field.size())), Plus::kIsSpace);
    if (!name || !value) return std::nullopt;
    if (!name->empty()) fields[*name] = std::move(*value);
  }
  return fields;
}

bool set_target(WebRequest& request, std::string_view target) {
  const std::size_t mark = std::min(target.find('?'), target.size());
  auto path = percent_decode(target.substr(0, mark), Plus::kIsPlus);
  auto query = parse_query(target.substr(std::min(mark + 1, target.size())));
  if (!path || !path->starts_with('/') || !query) return false;
  request.path = std::move(*path);
  request.query = std::move(*query);
  return true;
}

std::string media_type(std::string_view content_type) {
  return lower_ascii(without_space(content_type.substr(0, content_type.find(';'))));
}

std::optional<std::string> header_parameter(std::string_view header, std::string_view name) {
  const std::size_t first = header.find(';');
  if (first == std::string_view::npos) return std::nullopt;
  std::string_view rest = header.substr(first + 1);
  while (!rest.empty()) {
    const std::size_t end = rest.find_first_of("=;");
    if (end == std::string_view::npos) return std::nullopt;
    const bool has_value = rest[end] == '=';
    const std::string key = lower_ascii(without_space(rest.substr(0, end)));
    rest.remove_prefix(end + 1);
    if (!has_value) continue;
    std::string value = take_value(rest);
    if (key == name) return value;
  }
  return std::nullopt;
}

}  // namespace jtp
