// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/router.h"

#include <optional>
#include <utility>

namespace jtp {
namespace {

// Removes and returns the first segment of a path: "a" from "/a/b", which leaves "/b".
std::string_view take_name(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view name = path.substr(0, path.find('/'));
  path.remove_prefix(name.size());
  return name;
}

std::optional<std::map<std::string, std::string>> match(std::string_view pattern, std::string_view path) {
  std::map<std::string, std::string> fields;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = take_name(pattern);
    const std::string_view name = take_name(path);
    if (wanted.starts_with('{') && !name.empty()) {
      fields.emplace(wanted.substr(1, wanted.size() - 2), name);
    } else if (wanted != name) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return fields;
}

bool takes(const Route& route, const std::string& method) {
  return route.method == method || (route.method == "GET" && method == "HEAD");
}

}  // namespace

bool takes_body(BodyType takes, std::string_view content_type) {
  const std::string type = media_type(content_type);
  switch (takes) {
    case BodyType::kAny:
      return true;
    case BodyType::kForm:
      return type == "multipart/form-data";
    case BodyType::kJson:
      return type == "application/json";
    case BodyType::kFormOrJson:
      return type == "multipart/form-data" || type == "application/json";
  }
  return false;
}

std::string_view to_string(BodyType type) {
  switch (type) {
    case BodyType::kAny:
      return "anything";
    case BodyType::kForm:
      return "multipart/form-data";
    case BodyType::kJson:
      return "application/json";
    case BodyType::kFormOrJson:
      return "multipart/form-data or application/json";
  }
  return "";
}

RouteMatch Router::find(const std::string& method, std::string_view path) const {
  RouteMatch result;
  for (const Route& route : routes_) {
    auto fields = match(route.pattern, path);
    if (!fields) continue;
    result.refuse = route.refuse;
    if (takes(route, method)) {
      result.route = &route;
      result.fields = std::move(*fields);
      return result;
    }
    if (!result.allowed.empty()) result.allowed += ", ";
    result.allowed += route.method == "GET" ? "GET, HEAD" : route.method;
  }
  return result;
}

}  // namespace jtp
